using Bunit;
using CompareIntel.Core.Catalog;
using CompareIntel.Web.Components.Compare;
using Microsoft.AspNetCore.Components.Web;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class ModelPickerTests : BunitContext
{
    private readonly LineUp _lineUp = new(3);

    public ModelPickerTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Theory]
    [InlineData("claude", "anthropic/claude")]
    [InlineData("OPEN gpt", "openai/gpt")]
    [InlineData("local", "llama")]
    [InlineData("openrouter:openai/gpt", "openai/gpt")]
    [InlineData("Local:lla", "llama")]
    public async Task Search_ByNameProviderOrExactId_FindsTheModel(string query, string id)
    {
        var picker = Show(Catalogs.Of(Catalogs.Provider("openrouter", "anthropic/claude", "openai/gpt"), Catalogs.Provider("local", "llama")));

        await picker.Find("input").InputAsync(query);

        Assert.Equal(id, Assert.Single(picker.FindAll(".model-id")).TextContent);
    }

    [Fact]
    public async Task Provider_ThatIsSwitchedOff_SaysSoAndItsModelsCanOnlyBeTakenOut()
    {
        var off = Catalogs.Provider("local", "one", "two") with { IsOff = true };
        _lineUp.Add("local:two");
        var picker = Show(Catalogs.Of(Catalogs.Provider("other", "three"), off));

        Assert.Contains("switched off", picker.Find(".provider-note").TextContent, StringComparison.Ordinal);
        Assert.Equal("local, switched off", picker.FindAll("[role=group]")[1].GetAttribute("aria-label"));
        Assert.Equal([null, "true", null], picker.FindAll("[role=option]").Select(static option => option.GetAttribute("aria-disabled")));
        await picker.FindAll("[role=option]")[1].ClickAsync(new());
        Assert.Equal(["local:two"], _lineUp.Models);
        await picker.FindAll("[role=option]")[2].ClickAsync(new());
        Assert.Empty(_lineUp.Models);
        await PressAsync(picker, "Enter");
        await PressAsync(picker, "Enter", shift: true);
        Assert.Empty(_lineUp.Models);
    }

    [Fact]
    public async Task Search_NothingFound_SaysSo()
    {
        var picker = Show(Catalogs.Of(Catalogs.Provider("local", "llama")));

        await picker.Find("input").InputAsync("zebra");

        Assert.Equal("No model matches \"zebra\".", picker.Find(".none").TextContent);
    }

    [Fact]
    public async Task Keyboard_ArrowsAndEnter_AddAndRemove()
    {
        var picker = Show(Catalogs.Of(Catalogs.Provider("local", "one", "two")));

        await PressAsync(picker, "ArrowDown");
        await PressAsync(picker, "Enter");
        Assert.Equal(["local:two"], _lineUp.Models);
        Assert.Equal("picker-option-1", picker.Find("input").GetAttribute("aria-activedescendant"));
        Assert.Equal(["false", "true"], picker.FindAll("[role=option]").Select(static option => option.GetAttribute("aria-selected")));

        await PressAsync(picker, "Enter");
        Assert.Empty(_lineUp.Models);
    }

    [Fact]
    public async Task Choice_Enter_TellsTheModelAndLeavesTheLineUpAlone()
    {
        string? chosen = null;
        var picker = Render<ModelPicker>(parameters => parameters
            .Add(picker => picker.Catalog, Catalogs.Of(Catalogs.Provider("local", "one", "two")))
            .Add(picker => picker.LineUp, _lineUp)
            .Add(picker => picker.IsChoice, true)
            .Add(picker => picker.Chosen, model => chosen = model));

        await PressAsync(picker, "ArrowDown");
        await PressAsync(picker, "Enter");

        Assert.Equal("local:two", chosen);
        Assert.Empty(_lineUp.Models);
    }

    [Fact]
    public async Task Keyboard_ShiftEnter_AddsOnceMore()
    {
        var picker = Show(Catalogs.Of(Catalogs.Provider("local", "one")));

        await PressAsync(picker, "Enter");
        await picker.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter", ShiftKey = true });

        Assert.Equal(["local:one", "local:one"], _lineUp.Models);
        Assert.Equal("2×", picker.Find(".tick").TextContent);
    }

    [Fact]
    public async Task Choose_AtTheLimit_AddsNothingAndSaysWhy()
    {
        _lineUp.Replace(["local:one", "local:two", "local:three"]);
        var picker = Show(Catalogs.Of(Catalogs.Provider("local", "one", "two", "three", "four")));

        await picker.FindAll("[role=option]")[3].ClickAsync(new MouseEventArgs());

        Assert.Equal(3, _lineUp.Models.Count);
        Assert.Contains("3 models are chosen, which is the limit", picker.Find(".picker-foot p").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", picker.FindAll("[role=option]")[3].GetAttribute("aria-disabled"));
    }

    [Fact]
    public void Render_ProvidersNotReady_AreExplained()
    {
        var picker = Show(Catalogs.Of(
            Catalogs.Provider("slow") with { State = CatalogState.Loading },
            Catalogs.Provider("down") with { State = CatalogState.Unreachable, Message = "down can't be reached." }));

        Assert.Equal(["The models of slow are being loaded.", "down can't be reached."], picker.FindAll(".provider-note").Select(static note => note.TextContent));
    }

    [Fact]
    public void Render_HundredsOfModels_ShowsSomeAndSaysHowManyMore()
    {
        var picker = Show(Catalogs.Of(Catalogs.Provider("openrouter", [.. Enumerable.Range(0, 400).Select(static number => $"model-{number}")])));

        Assert.Equal(120, picker.FindAll("[role=option]").Count);
        Assert.Equal("280 more. Type to narrow the list.", picker.FindAll(".none")[^1].TextContent);
    }

    [Fact]
    public void Render_PriceAndContext_AreShownWhereKnown()
    {
        var known = new ModelDescriptor { Provider = "p", Id = "k", Name = "K", ContextLength = 128_000, InputPricePerMillion = 0.15m, OutputPricePerMillion = 3m };
        var simulated = new ModelDescriptor { Provider = "p", Id = "s", Name = "S", IsSimulated = true };
        var unknown = new ModelDescriptor { Provider = "p", Id = "u", Name = "U" };

        var picker = Show(Catalogs.Of(Catalogs.Provider("p") with { Models = [known, simulated, unknown] }));

        Assert.Equal(
            ["128k context · $0.15 in, $3 out per M", "simulated", "price unknown"],
            picker.FindAll(".facts").Select(static facts => facts.TextContent));
    }

    private static Task PressAsync(IRenderedComponent<ModelPicker> picker, string key, bool shift = false) =>
        picker.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = key, ShiftKey = shift });

    private IRenderedComponent<ModelPicker> Show(CatalogSnapshot catalog) =>
        Render<ModelPicker>(parameters => parameters.Add(picker => picker.Catalog, catalog).Add(picker => picker.LineUp, _lineUp));
}
