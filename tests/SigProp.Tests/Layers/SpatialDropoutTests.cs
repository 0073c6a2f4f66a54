using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Tests.Layers;

public sealed class SpatialDropoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(1024)]
    [InlineData(20_000)]
    public void Whole_channels_are_dropped_as_elements_are_without_positions(int positions)
    {
        const int Channels = 60;
        float[] byElement = Ones(Channels), one = Ones(Channels * positions), parts = Ones(Channels * positions);
        new Dropout(0.3f, 7).Apply(byElement);
        new SpatialDropout(0.3f, 7).Apply(one, positions);
        new SpatialDropout(0.3f, 7).Apply(parts.AsSpan(0, 13 * positions), positions);
        new SpatialDropout(0.3f, 7).Apply(parts.AsSpan(13 * positions), positions, 13);
        Assert.Equal([.. byElement.SelectMany(v => Enumerable.Repeat(v, positions))], one);
        Assert.Equal(one, parts);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var context = new ComputeContext(threads);
            float[] together = Ones(Channels * positions);
            new SpatialDropout(0.3f, 7).Apply(context, new MatrixView(together, 4, 15 * positions), positions);
            Assert.Equal(one, together);
        }
    }

    [Fact]
    public void Dropout_of_a_part_and_by_all_threads_is_that_of_the_whole()
    {
        const int Length = 3 * 17_001;
        float[] whole = Given.Uniform(Length), parts = [.. whole], together = [.. whole];
        using var context = new ComputeContext(3);
        var dropout = new Dropout(0.4f, 99);
        dropout.Apply(whole);
        dropout.Apply(parts.AsSpan(0, 1_003), 0);
        dropout.Apply(parts.AsSpan(1_003), 1_003);
        dropout.Apply(context, new MatrixView(together, 3, 17_001));
        Assert.Equal(whole, parts);
        Assert.Equal(whole, together);
    }

    private static float[] Ones(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, 1f);
        return values;
    }
}
