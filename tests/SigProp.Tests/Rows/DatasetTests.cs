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

    [Fact]
    public void Values_and_weights_are_where_they_were_put()
    {
        Dataset data = Dataset.ForRegression([1, 2, 3, 4], 2, [10, 11, 20, 21], outputs: 2, weights: [0.5f, 0]);
        Assert.Equal((true, 2, 2, 0, 2, true), (data.IsRegression, data.Count, data.Width, data.ClassCount, data.Outputs, data.HasWeights));
        Assert.Equal([20f, 21f], data.Values(1));
        Assert.Equal((0.5f, 0f), (data.Weight(0), data.Weight(1)));
        Assert.Empty(data.Labels);
        Dataset selected = data.Select([1, 0, 1]);
        Assert.Equal((true, 3, 2), (selected.IsRegression, selected.Count, selected.Outputs));
        Assert.Equal([3f, 4f, 1f, 2f, 3f, 4f], selected.Features);
        Assert.Equal([20f, 21f, 10f, 11f, 20f, 21f], selected.TargetValues);
        Assert.Equal([0f, 0.5f, 0f], selected.SampleWeights!);
    }

    [Fact]
    public void Classes_weigh_one_unless_told()
    {
        var data = new Dataset([1, 2], 1, [0, 1], 2);
        Assert.Equal((false, 0, false, 1f), (data.IsRegression, data.Outputs, data.HasWeights, data.Weight(1)));
        Assert.Null(data.Select([1]).SampleWeights);
        var weighted = new Dataset([1, 2], 1, [0, 1], 2, [0, 3]);
        Assert.Equal((0f, 3f), (weighted.Weight(0), weighted.Weight(1)));
        Assert.Equal(0f, weighted.Select([0]).Weight(0));
    }

    [Fact]
    public void Classes_have_no_values_and_values_no_class()
    {
        Assert.Throws<InvalidOperationException>(() => new Dataset([1], 1, [0], 2).Values(0).Length);
        Assert.Throws<InvalidOperationException>(() => Dataset.ForRegression([1], 1, [0]).Label(0));
    }

    [Theory]
    [InlineData(new float[] { 1 }, "1 weights do not go with 2 rows")]
    [InlineData(new float[] { 1, -0.5f }, "row 1 (counted from 0) is -0.5; it must be finite and at least 0")]
    [InlineData(new float[] { float.NaN, 1 }, "row 0 (counted from 0) is NaN")]
    [InlineData(new float[] { 1, float.PositiveInfinity }, "row 1 (counted from 0)")]
    [InlineData(new float[] { 0, 0 }, "all 2 rows are 0")]
    public void Weights_that_do_not_fit_are_named(float[] weights, string message)
    {
        Assert.Contains(message, Assert.Throws<ArgumentException>(nameof(weights), () => new Dataset([1, 2], 1, [0, 1], 2, weights)).Message);
        Assert.Contains(message, Assert.Throws<ArgumentException>(nameof(weights), () => Dataset.ForRegression([1, 2], 1, [0, 1], 1, weights)).Message);
    }

    [Fact]
    public void Values_that_do_not_fit_are_named()
    {
        Assert.Contains("3 values are not a whole number of rows of 2 outputs",
            Assert.Throws<ArgumentException>("values", () => Dataset.ForRegression([1, 2], 1, [1, 2, 3], 2)).Message);
        Assert.Contains("2 rows of values with 3 features each need 6 features; 5 were given",
            Assert.Throws<ArgumentException>("features", () => Dataset.ForRegression(new float[5], 3, [1, 2])).Message);
        Assert.Contains("values hold NaN at row 1, column 0",
            Assert.Throws<ArgumentException>(() => Dataset.ForRegression([1, 2], 1, [1, float.NaN])).Message);
        Assert.Contains("features hold NaN", Assert.Throws<ArgumentException>(() => Dataset.ForRegression([1, float.NaN], 1, [1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => Dataset.ForRegression([], 1, [], 0));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => Dataset.ForRegression([], 0, []));
        Assert.Throws<ArgumentNullException>("values", () => Dataset.ForRegression([], 1, null!));
        Assert.Throws<ArgumentNullException>("features", () => Dataset.ForRegression(null!, 1, []));
    }
}
