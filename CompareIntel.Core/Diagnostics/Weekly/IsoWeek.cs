using System.Globalization;

namespace CompareIntel.Core.Diagnostics.Weekly;

/// <summary>A week from Monday to Sunday (ISO 8601), in UTC.</summary>
/// <param name="Year">The year that the week belongs to.</param>
/// <param name="Number">1 to 53.</param>
public readonly record struct IsoWeek(int Year, int Number) : IComparable<IsoWeek>
{
    /// <summary>Its Monday, 0:00 UTC.</summary>
    public DateTimeOffset From => new(DateTime.SpecifyKind(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday), DateTimeKind.Utc));

    /// <summary>The next Monday, 0:00 UTC.</summary>
    public DateTimeOffset To => From.AddDays(7);

    public IsoWeek Previous => Of(From.AddDays(-7));

    public IsoWeek Next => Of(To);

    /// <summary>The week that this time is in.</summary>
    public static IsoWeek Of(DateTimeOffset time) => new(ISOWeek.GetYear(time.UtcDateTime), ISOWeek.GetWeekOfYear(time.UtcDateTime));

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out IsoWeek week)
    {
        week = default;
        if (text is not { Length: 8 } || text[4] != '-' || text[5] != 'W'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 2000 or > 9000 || number < 1 || number > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        week = new IsoWeek(year, number);
        return true;
    }

    public int CompareTo(IsoWeek other) => From.CompareTo(other.From);

    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;

    /// <summary><c>2026-W47</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{Number:00}");
}
