using CompareIntel.Web.Components.Compare;

namespace CompareIntel.Tests.Web.Components.Compare;

public sealed class ViewSettingsTests
{
    [Theory]
    [InlineData("3", "heading", "3", "heading")]
    [InlineData("wide", null, "wide", null)]
    [InlineData("17", "sideways", "auto", null)]
    [InlineData(null, null, "auto", null)]
    public void Of_WhatABrowserKept_TakesOnlyWhatThereIs(string? layout, string? scrollLock, string expectedLayout, string? expectedLock) =>
        Assert.Equal(new ViewSettings(expectedLayout, expectedLock), ViewSettings.Of(layout, scrollLock));
}
