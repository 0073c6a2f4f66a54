using SigProp.Data;

namespace SigProp.Tests.Data;

/// <summary>Classes are read from a column in an order that does not depend on the rows'.</summary>
public sealed class ClassLabelsTests
{
    [Theory]
    [InlineData("10,9,-1,9", "-1,9,10")]
    [InlineData("10,9,b,9", "10,9,b")]
    [InlineData("b,a,B", "B,a,b")]
    public void Names_are_sorted_by_value_where_all_are_numbers(string cells, string expected)
        => Assert.Equal(expected.Split(','), ClassLabels.Names(Tables.Of(["y", .. cells.Split(',')]), "y"));

    [Fact]
    public void Each_row_has_the_place_of_its_class()
        => Assert.Equal([1, 0, 1], ClassLabels.Indices(Tables.Of("y", "b", "a", "b"), "y", ["a", "b"]));

    [Theory]
    [InlineData("", "missing")]
    [InlineData("?", "missing")]
    [InlineData("NaN", "is NaN")]
    public void A_class_that_is_missing_is_refused_with_its_line(string cell, string reason)
    {
        string refusal = Tables.Refusal(() => ClassLabels.Names(Tables.Of("y", "a", cell), "y"));
        Assert.Contains("line 3, column 'y'", refusal);
        Assert.Contains(reason, refusal);
    }

    [Fact]
    public void An_unknown_class_is_refused_with_its_line_and_the_known_ones()
    {
        string refusal = Tables.Refusal(() => ClassLabels.Indices(Tables.Of("y", "a", "c"), "y", ["a", "b"]));
        Assert.Contains("line 3, column 'y': the class 'c' is unknown; the model knows 'a', 'b'", refusal);
    }
}
