namespace CompareIntel.Benchmarks.Upstream;

/// <summary>Words for made-up answers: enough of them, and used unevenly enough, that the text is about as hard to deflate as prose.</summary>
internal static class MarkdownVocabulary
{
    public static readonly string[] Words =
    [
        .. """
            the of and to in is that for with as it on be are by this which at from or an not can when have more one but if their has will than
            other into these time each first only new some could them then its also after use two how way our work well even any most give day
            water over think back because through between before under where same great those both during against without small large number part
            place system point world house group problem question fact form line order end case side state power level change effect reason value
            result cause process rate model theory light sound energy surface particle wave length scatter molecule air sky blue colour sun angle
            distance strength frequency observer atmosphere horizon red evening morning path measure experiment signal noise buffer queue stream
            pressure producer consumer slow fast limit bound memory latency throughput network packet server client request response message
            event loop thread task lock channel reader writer batch frame window timeout retry failure recovery partition replica leader follower
            consensus log offset index storage disk cache page block hash tree node edge graph search sort merge split balance cost benefit
            trade budget plan week dinner lunch vegetable lentil tomato onion garlic pepper olive lemon bread rice pasta cheese butter flour sugar
            salt oven pan heat simmer stir chop slice serve guest kitchen recipe season market farmer harvest garden soil rain winter summer
            spring autumn city street bridge river harbour island mountain forest valley coast border country government policy law vote
            citizen right duty tax income wage labour hour shift company manager team meeting decision report review feedback growth profit
            customer product service quality price demand supply risk insurance bank loan interest debt credit invest market share
            school teacher student lesson exam language word sentence meaning grammar story poem author reader chapter letter
            doctor patient illness medicine dose treatment symptom heart lung blood brain nerve muscle bone cell gene protein virus
            engine wheel motor battery circuit switch wire voltage current resistor sensor robot machine tool factory steel glass wood
            perhaps however therefore although moreover instead rather often rarely always never usually sometimes quickly slowly
            carefully exactly nearly almost quite simply clearly directly finally already together apart early late
            explain describe compare consider suggest assume expect require allow prevent reduce increase improve depend
            contain include produce receive deliver observe notice remember forget decide choose begin continue finish
            simple complex common rare strong weak heavy narrow wide deep shallow bright dark warm cold
            fresh dry wet clean dirty empty full open closed public private local global modern ancient
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];
}
