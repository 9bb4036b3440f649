using CompareIntel.Core.Comparisons;
using CompareIntel.Core.Providers;
using CompareIntel.Core.Providers.Simulated;
using CompareIntel.Tests.Support;
using Microsoft.Extensions.AI;

namespace CompareIntel.Tests.Core.Providers.Simulated;

public sealed class SimulatedChatClientTests
{
    private const string Prompt = "How should a small team test a payment service in C#?";

    private static readonly string[] s_prompts =
    [
        Prompt,
        "",
        "Hi",
        "🙂🙂🙂",
        "请比较三种数据库的优缺点，并说明理由。",
        "Please compare PostgreSQL and SQLite for a desktop application, **with** a table | and `code` and $x$",
        string.Join(' ', Enumerable.Repeat("Immeasurably-long words", 2_000)),
        new('x', 10_000),
    ];

    private readonly TrackingTimeProvider _time = new();

    public static TheoryData<string> HealthyModels =>
        [.. SimulatedModels.All.Where(static model => model.Category != "Faults").Select(static model => model.Id)];

    [Fact]
    public async Task GetStreamingResponseAsync_SameSeedModelAndMessages_GivesSameDeltas()
    {
        var once = await RunAsync("thorough", Prompt);
        var again = await RunAsync("thorough", Prompt);

        Assert.Equal(once.Deltas, again.Deltas);
        Assert.Equal(once.Last.ResponseId, again.Last.ResponseId);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_OtherSeedModelOrPrompt_GivesOtherDeltas()
    {
        var first = await RunAsync("quick", Prompt);

        Assert.NotEqual(first.Deltas, (await RunAsync("quick", Prompt, seed: 1)).Deltas);
        Assert.NotEqual(first.Deltas, (await RunAsync("terse", Prompt)).Deltas);
        Assert.NotEqual(first.Deltas, (await RunAsync("quick", "How should a large team test a payment service in C#?")).Deltas);
    }

    [Theory]
    [MemberData(nameof(HealthyModels))]
    public async Task GetStreamingResponseAsync_HealthyModel_StaysWithinItsPaceForAnyPrompt(string id)
    {
        var model = SimulatedModels.Find(id)!;
        foreach (var prompt in s_prompts)
        {
            var run = await RunAsync(id, prompt);

            Assert.InRange(run.Deltas[0].At, model.FirstTokenFrom, model.FirstTokenTo + TimeSpan.FromMilliseconds(1));
            Assert.InRange(run.Total, TimeSpan.Zero, TimeSpan.FromSeconds(8.5));
            Assert.Contains("This is a simulated answer", run.Text, StringComparison.Ordinal);
            Assert.Equal(ChatFinishReason.Stop, run.Last.FinishReason);
        }
    }

    [Theory]
    [MemberData(nameof(HealthyModels))]
    public async Task GetStreamingResponseAsync_AnyDelta_IsShortAndSplitsNoSurrogatePair(string id)
    {
        foreach (var prompt in s_prompts)
        {
            var run = await RunAsync(id, prompt);

            Assert.All(run.Deltas, static delta =>
            {
                Assert.InRange(delta.Text.Length, 1, 48);
                Assert.False(char.IsLowSurrogate(delta.Text[0]));
                Assert.False(char.IsHighSurrogate(delta.Text[^1]));
            });
        }
    }

    [Fact]
    public async Task GetStreamingResponseAsync_DefaultLineUp_HasItsLengthsAndDurations()
    {
        Assert.Equal(["quick", "thinker", "thorough"], SimulatedModels.All.Take(3).Select(static model => model.Id));
        var quick = await RunAsync("quick", Prompt);
        var thinker = await RunAsync("thinker", Prompt);
        var thorough = await RunAsync("thorough", Prompt);

        Assert.InRange(quick.Usage.OutputTokenCount!.Value, 150, 220);
        Assert.InRange(thorough.Usage.OutputTokenCount!.Value, 350, 520);
        Assert.All([quick, thinker, thorough], static run => Assert.InRange(run.Total.TotalSeconds, 1.5, 6.5));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Thinker_ReasonsForAboutTwoSecondsBeforeItWrites()
    {
        var run = await RunAsync("thinker", Prompt);

        var reasoning = run.Deltas.TakeWhile(static delta => delta.IsReasoning).ToList();
        Assert.DoesNotContain(run.Deltas.Skip(reasoning.Count), static delta => delta.IsReasoning);
        Assert.InRange((run.Deltas[reasoning.Count].At - reasoning[0].At).TotalSeconds, 1.5, 2.6);
        Assert.InRange(run.Usage.ReasoningTokenCount!.Value, 1, run.Usage.OutputTokenCount!.Value - 1);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_TwiceTheSpeed_TakesHalfTheTime()
    {
        var normal = await RunAsync("quick", Prompt);
        var fast = await RunAsync("quick", Prompt, speed: 2);

        Assert.Equal(normal.Text, fast.Text);
        Assert.Equal(normal.Total.TotalSeconds / 2, fast.Total.TotalSeconds, 0.05);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_TimerFiresLate_SendsAllThatIsDueWithoutFurtherTimers()
    {
        await using var updates = Client().GetStreamingResponseAsync(Messages(Prompt), Options("quick")).GetAsyncEnumerator();
        var first = updates.MoveNextAsync().AsTask();
        await _time.WaitForPendingTimersAsync(1);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await first.WithinTimeout());
        while (await updates.MoveNextAsync().AsTask().WithinTimeout())
        {
        }

        Assert.Equal(1, _time.CreatedTimers);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_End_ReportsUsageWithoutCost()
    {
        var run = await RunAsync("quick", Prompt);

        Assert.InRange(run.Usage.InputTokenCount!.Value, Prompt.Length / 5, Prompt.Length / 2);
        Assert.Equal(run.Usage.InputTokenCount + run.Usage.OutputTokenCount, run.Usage.TotalTokenCount);
        Assert.Null(run.Usage.AdditionalCounts);
        Assert.Null(run.Last.Contents[0].AdditionalProperties);
        Assert.Equal("quick", run.Last.ModelId);
        Assert.StartsWith("sim-", run.Last.ResponseId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thorough", 40)]
    [InlineData("thinker", 60)]
    [InlineData("polyglot", 33)]
    public async Task GetStreamingResponseAsync_MaxOutputTokens_EndsThereWithFinishReasonLength(string id, int maxOutputTokens)
    {
        var run = await RunAsync(id, Prompt, maxOutputTokens: maxOutputTokens);

        Assert.Equal(ChatFinishReason.Length, run.Last.FinishReason);
        Assert.InRange(run.Usage.OutputTokenCount!.Value, maxOutputTokens - 2, maxOutputTokens);
        Assert.Contains("simulated", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_FollowUp_NamesWhatCameBefore()
    {
        var run = await RunAsync(
            "quick",
            [new(ChatRole.User, Prompt), new(ChatRole.Assistant, "With care."), new(ChatRole.User, "And the refunds?")]);

        Assert.StartsWith("Following up on “How should a small team test a payment service in C#”", run.Text, StringComparison.Ordinal);
        Assert.Contains("refunds", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fault-unauthorized", FailureKind.Unauthorized, 401, false)]
    [InlineData("fault-rate-limit", FailureKind.RateLimited, 429, false)]
    [InlineData("fault-reset", FailureKind.ConnectionLost, null, true)]
    [InlineData("fault-error", FailureKind.ProviderError, null, true)]
    [InlineData("fault-garbage", FailureKind.MalformedResponse, null, true)]
    public async Task GetStreamingResponseAsync_FaultModel_ThrowsItsKind(string id, FailureKind kind, int? status, bool isMidway)
    {
        var run = await FailAsync(Client(), id);

        var failure = Assert.IsType<ProviderException>(run.Failure);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal(kind == FailureKind.RateLimited ? TimeSpan.FromSeconds(1) : null, failure.RetryAfter);
        Assert.Equal(isMidway, run.Deltas > 10);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_FaultRecovers_RefusesOnceAndThenAnswers()
    {
        var client = Client();

        Assert.Equal(FailureKind.RateLimited, Assert.IsType<ProviderException>((await FailAsync(client, "fault-recovers")).Failure).Kind);
        Assert.Null((await FailAsync(client, "fault-recovers")).Failure);
        Assert.NotNull((await FailAsync(client, "fault-recovers")).Failure);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_FaultEmpty_EndsProperlyWithoutText()
    {
        var run = await RunAsync("fault-empty", Prompt);

        Assert.Empty(run.Deltas);
        Assert.Equal(ChatFinishReason.Stop, run.Last.FinishReason);
        Assert.Equal(0, run.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Flaky_FailsForAboutOnePromptInThreeInBothWays()
    {
        var client = Client();
        var failures = new List<FailureKind>();
        for (var i = 0; i < 60; i++)
        {
            if ((await FailAsync(client, "flaky", $"Question {i}")).Failure is ProviderException failure)
            {
                failures.Add(failure.Kind);
            }
        }

        Assert.InRange(failures.Count, 12, 28);
        Assert.Contains(FailureKind.ProviderUnavailable, failures);
        Assert.Contains(FailureKind.ConnectionLost, failures);
    }

    [Theory]
    [InlineData("fault-hang", false)]
    [InlineData("fault-stall", true)]
    public async Task GetStreamingResponseAsync_SilentFault_WaitsUntilItIsCancelled(string id, bool isMidway)
    {
        using var cancellation = new CancellationTokenSource();
        var expected = isMidway ? HalfOfTheDeltas(id) : 0;
        var silent = new TaskCompletionSource();
        var run = Task.Run(async () =>
        {
            var deltas = 0;
            var updates = Client().GetStreamingResponseAsync(Messages(Prompt), Options(id), cancellation.Token);
            await foreach (var update in updates.ConfigureAwait(false))
            {
                deltas++;
                Assert.InRange(deltas, 1, expected);
                if (deltas == expected)
                {
                    silent.SetResult();
                }
            }
        });
        if (isMidway)
        {
            await _time.AdvanceUntilAsync(silent.Task).WithinTimeout();
        }

        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(run.IsCompleted);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WithinTimeout());
    }

    [Fact]
    public async Task GetStreamingResponseAsync_CancelledWhileItWaits_EndsWithoutTheClockMoving()
    {
        using var cancellation = new CancellationTokenSource();
        await using var updates =
            Client().GetStreamingResponseAsync(Messages(Prompt), Options("slow"), cancellation.Token).GetAsyncEnumerator();
        var first = updates.MoveNextAsync().AsTask();
        await _time.WaitForPendingTimersAsync(1);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WithinTimeout());
        Assert.Equal(0, _time.PendingTimers);
    }

    [Theory]
    [InlineData("unheard-of")]
    [InlineData("QUICK")]
    [InlineData(null)]
    public async Task GetStreamingResponseAsync_UnlistedModel_ThrowsUnknownModel(string? id)
    {
        var run = await FailAsync(Client(), id);

        Assert.Equal(FailureKind.UnknownModel, Assert.IsType<ProviderException>(run.Failure).Kind);
    }

    [Fact]
    public async Task GetResponseAsync_HealthyModel_GivesTheWholeAnswer()
    {
        var whole = Client().GetResponseAsync(Messages(Prompt), Options("terse"));
        await _time.AdvanceUntilAsync(whole);
        var response = await whole;

        Assert.Equal((await RunAsync("terse", Prompt)).Text, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.NotNull(response.Usage);
    }

    private static int HalfOfTheDeltas(string id)
    {
        var model = SimulatedModels.Find(id)!;
        var answer = SimulatedAnswer.Compose(model, seed: 0, Messages(Prompt), options: null);
        answer.Random.NextDouble();
        return SimulatedPacing.Schedule(model, answer.Reasoning, answer.Text, answer.Random).Count / 2;
    }

    private static ChatMessage[] Messages(string prompt) => [new(ChatRole.User, prompt)];

    private static ChatOptions Options(string? id) => new() { ModelId = id };

    private IChatClient Client(int seed = 0, double speed = 1) =>
        new SimulatedProvider("simulated", new() { Kind = ProviderKind.Simulated, Seed = seed, Speed = speed }, _time).ChatClient;

    private Task<Run> RunAsync(string id, string prompt, int seed = 0, double speed = 1, int? maxOutputTokens = null) =>
        RunAsync(id, Messages(prompt), seed, speed, maxOutputTokens);

    private async Task<Run> RunAsync(string id, ChatMessage[] messages, int seed = 0, double speed = 1, int? maxOutputTokens = null)
    {
        var started = _time.GetTimestamp();
        var deltas = new List<(TimeSpan At, bool IsReasoning, string Text)>();
        ChatResponseUpdate? last = null;
        var run = CollectAsync();
        await _time.AdvanceUntilAsync(run).WithinTimeout();
        return new(deltas, last!, _time.GetElapsedTime(started));

        async Task CollectAsync()
        {
            var options = new ChatOptions { ModelId = id, MaxOutputTokens = maxOutputTokens };
            await foreach (var update in Client(seed, speed).GetStreamingResponseAsync(messages, options).ConfigureAwait(false))
            {
                last = update;
                switch (Assert.Single(update.Contents))
                {
                    case TextReasoningContent reasoning:
                        deltas.Add((_time.GetElapsedTime(started), true, reasoning.Text));
                        break;
                    case TextContent text:
                        deltas.Add((_time.GetElapsedTime(started), false, text.Text));
                        break;
                }
            }
        }
    }

    private async Task<(int Deltas, Exception? Failure)> FailAsync(IChatClient client, string? id, string prompt = Prompt)
    {
        var deltas = 0;
        var run = Record.ExceptionAsync(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync(Messages(prompt), Options(id)).ConfigureAwait(false))
            {
                deltas += update.Text.Length > 0 ? 1 : 0;
            }
        }).AsTask();
        await _time.AdvanceUntilAsync(run).WithinTimeout();
        return (deltas, await run);
    }

    private sealed record Run(List<(TimeSpan At, bool IsReasoning, string Text)> Deltas, ChatResponseUpdate Last, TimeSpan Total)
    {
        public string Text => string.Concat(Deltas.Where(static delta => !delta.IsReasoning).Select(static delta => delta.Text));

        public UsageDetails Usage => Assert.IsType<UsageContent>(Assert.Single(Last.Contents)).Details;
    }
}
