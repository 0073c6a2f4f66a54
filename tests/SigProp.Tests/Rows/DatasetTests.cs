using SigProp.Data;

namespace SigProp.Tests.Rows;

public sealed class DatasetTests
{
    [Fact]
    public void Rows_and_labels_are_where_they_were_put()
    {
        var data = new Dataset([1, 2, 3, 4, 5, 6], 2, [0, 2, 1], 3);
        Assert.Equal((3, 2, 3), (data.Count, data.Width, data.ClassCount));
        Assert.Equal([3f, 4f], data.Row(1));
        Assert.Equal(2, data.Label(1));
        Dataset selected = data.Select([2, 0, 2]);
        Assert.Equal((3, 3), (selected.Count, selected.ClassCount));
        Assert.Equal([5f, 6f, 1f, 2f, 5f, 6f], selected.Features);
        Assert.Equal([1, 0, 1], selected.Labels);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_named()
    {
        var exception = Assert.Throws<ArgumentException>("features", () => new Dataset(new float[5], 2, [0, 1, 0], 2));
        Assert.Contains("3 labels with 2 features each need 6 values; 5 were given", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_named_with_its_row(int label)
    {
        var exception = Assert.Throws<ArgumentException>("labels", () => new Dataset(new float[4], 2, [0, label], 3));
        Assert.Contains($"row 1 (counted from 0) is {label}; with 3 classes it must lie in 0 to 2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_named_with_row_and_column(float value)
    {
        var exception = Assert.Throws<ArgumentException>(() => new Dataset([1, 2, 3, 4, value, 6], 2, [0, 1, 0], 2));
        Assert.Contains($"features hold {value} at row 2, column 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_features_or_classes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new Dataset([], 0, [], 2));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => new Dataset([], 1, [], 1));
        Assert.Throws<ArgumentNullException>("features", () => new Dataset(null!, 1, [], 2));
        Assert.Throws<ArgumentNullException>("labels", () => new Dataset([], 1, null!, 2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_row_that_is_not_there_is_refused(int row)
    {
        var data = new Dataset([1, 2], 1, [0, 1], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Row(row).Length);
        Assert.ThrowsAny<SystemException>(() => data.Select([0, row]));
    }
}
