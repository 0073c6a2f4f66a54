using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Tests.Layers;

public sealed class ChannelNormalizationTests
{
    private const int Rows = 5, Targets = 3;

    public static TheoryData<Activation, int, int> Shapes()
    {
        var data = new TheoryData<Activation, int, int>();
        foreach (Activation kind in Enum.GetValues<Activation>())
        {
            foreach ((int channels, int positions) in new[] { (3, 1), (5, 4), (2, 16), (3, 49), (2, 77), (300, 2) })
            {
                data.Add(kind, channels, positions);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_statistics_and_gradients_are_those_of_the_definition(Activation kind, int channels, int positions)
    {
        using var run = new Run(kind, channels, positions, Rows);
        ChannelReference reference = run.Reference();
        double[] z = [.. run.Z], t = [.. run.T];
        AssertClose(reference.ForwardByBatch(z), run.Forward(stored: true), 2e-5);
        reference.EnterRunning(z);
        AssertClose(reference.Mean, run.Layer.RunningMean.Values.ToArray(), 1e-6);
        AssertClose(reference.Variance, run.Layer.RunningVariance.Values.ToArray(), 1e-5);
        AssertClose(reference.ForwardByRunning(t), run.TargetOutput, 2e-5);

        run.Back(stored: true, chunk: Rows, multiplied: true);
        double Loss() => Dot(reference.ForwardByBatch(z), run.Dy) + Dot(reference.ForwardByRunning(t), run.Dt);
        var some = new Random(3);
        for (int i = 0; i < z.Length; i += 1 + some.Next(z.Length / 6))
        {
            AssertSlope(Loss, z, i, run.Dz[i]);
        }

        for (int i = 0; i < t.Length; i += 1 + some.Next(t.Length / 6))
        {
            AssertSlope(Loss, t, i, run.DzTargets[i]);
        }

        for (int c = 0; c < channels; c += 1 + (channels / 6))
        {
            AssertSlope(Loss, reference.Scale, c, run.ScaleGradient[c]);
            AssertSlope(Loss, reference.Shift, c, run.ShiftGradient[c]);
        }
    }

    [Theory]
    [InlineData(Activation.Identity, 4, 9)]
    [InlineData(Activation.LeakyReLU, 4, 9)]
    [InlineData(Activation.LeakyReLU, 3, 100)]
    [InlineData(Activation.LeakyReLU, 2, 5000)]
    public void Recovered_values_and_chunks_give_what_stored_ones_and_the_whole_give(Activation kind, int channels, int positions)
    {
        using var whole = new Run(kind, channels, positions, 7);
        whole.Forward(stored: true);
        whole.Back(stored: true, chunk: 7, multiplied: true);
        foreach ((bool stored, int chunk, bool multiplied) in new[] { (false, 7, true), (true, 3, false), (false, 2, false), (false, 7, false) })
        {
            using var run = new Run(kind, channels, positions, 7);
            run.Forward(stored);
            run.Back(stored, chunk, multiplied);
            AssertClose([.. whole.Dz], run.Dz, 2e-5);
            AssertClose([.. whole.DzTargets], run.DzTargets, 2e-5);
            AssertClose([.. whole.ScaleGradient], run.ScaleGradient, 1e-4);
            AssertClose([.. whole.ShiftGradient], run.ShiftGradient, 1e-4);
        }
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(130, 16)]
    [InlineData(20, 130)]
    [InlineData(3, 20_000)]
    public void Bits_do_not_depend_on_the_number_of_threads(int channels, int positions)
    {
        float[][] results = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var run = new Run(Activation.LeakyReLU, channels, positions, 21, threads);
            float[] y = run.Forward(stored: false);
            run.Back(stored: false, chunk: 8, multiplied: false);
            return (float[])[.. y, .. run.TargetOutput, .. run.Dz, .. run.DzTargets, .. run.ScaleGradient, .. run.ShiftGradient,
                .. run.Layer.RunningMean.Values, .. run.Layer.RunningVariance.Values];
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void A_row_in_inference_does_not_depend_on_its_neighbours_and_a_repeat_gives_the_same_bits()
    {
        using var run = new Run(Activation.Tanh, 40, 9, 200);
        float[] all = run.Forward(stored: false), again = [.. run.Z], alone = run.Z[..(40 * 9)], many = [.. run.Z];
        run.Layer.Repeat(run.Context, new MatrixView(again, 200, 360), run.F, run.Statistics);
        Assert.Equal(all, again);
        run.Layer.Infer(run.Context, new MatrixView(alone, 1, 360), run.F);
        run.Layer.Infer(run.Context, new MatrixView(many, 200, 360), run.F);
        Assert.Equal(many[..360], alone);
    }

    [Fact]
    public void A_single_value_leaves_the_variance_and_a_large_mean_leaves_the_deviation()
    {
        using var context = new ComputeContext(1);
        var layer = new ChannelNormalization("layer1", 2);
        var statistics = new ChannelStatistics(2);
        var f = new ActivationFunction(Activation.Identity, 0f);
        layer.Forward(context, new MatrixView([3f, -2f], 1, 2), f, statistics, []);
        Assert.Equal([1f, 1f], layer.RunningVariance.Values.ToArray());
        Assert.Equal([0.3f, -0.2f], layer.RunningMean.Values.ToArray());

        float[] far = [.. Enumerable.Range(0, 2 * 4 * 64).Select(i => 1000f + (i % 2))];
        layer.Forward(context, new MatrixView(far, 4, 128), f, statistics, []);
        Assert.All(far, v => Assert.Equal(1, Math.Abs(v), 1e-4));
    }

    [Fact]
    public void A_scale_of_zero_lets_no_gradient_through_and_what_cannot_be_recovered_must_be_stored()
    {
        using var run = new Run(Activation.LeakyReLU, 3, 70, 4);
        run.Layer.Scale.Values[1] = 0f;
        run.Forward(stored: false);
        run.Back(stored: false, chunk: 4, multiplied: true);
        Assert.All(run.Dz, v => Assert.True(float.IsFinite(v)));
        Assert.All(run.Dz[70..140], v => Assert.Equal(0f, v));
        using var other = new Run(Activation.ReLU, 3, 70, 4);
        Assert.Throws<ArgumentException>(() => other.Back(stored: false, chunk: 4, multiplied: true));
    }

    private static double Dot(double[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static void AssertSlope(Func<double> loss, double[] values, int index, float actual)
    {
        double before = values[index], step = 1e-6;
        values[index] = before + step;
        double above = loss();
        values[index] = before - step;
        double below = loss();
        values[index] = before;
        double slope = (above - below) / (2 * step);
        Assert.Equal(slope, actual, 2e-4 * Math.Max(1, Math.Abs(slope)));
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly int _channels, _columns, _rows;
        private readonly float[] _normalized;
        private float[] _y = [];

        public Run(Activation kind, int channels, int positions, int rows, int threads = 2)
        {
            (_channels, _columns, _rows) = (channels, channels * positions, rows);
            Context = new ComputeContext(threads);
            F = new ActivationFunction(kind, 0.2f);
            Layer = new ChannelNormalization("layer1", channels);
            Statistics = new ChannelStatistics(channels + 2);
            Given.Uniform(channels, 11).Select(v => v + 1.5f).ToArray().CopyTo(Layer.Scale.Values);
            Given.Uniform(channels, 12, 0.5f).CopyTo(Layer.Shift.Values);
            Z = [.. Given.Uniform(rows * _columns, 13, 2f).Select((v, i) => v + (i / positions % channels % 5))];
            T = Given.Uniform(Targets * _columns, 14, 2f);
            Dy = Given.Uniform(rows * _columns, 15);
            Dt = Given.Uniform(Targets * _columns, 16);
            (Dz, DzTargets, TargetOutput) = ([.. Dy], [.. Dt], [.. T]);
            _normalized = new float[(rows + Targets) * _columns];
        }

        public ComputeContext Context { get; }

        public ActivationFunction F { get; }

        public ChannelNormalization Layer { get; }

        public ChannelStatistics Statistics { get; }

        public float[] Z { get; }

        public float[] T { get; }

        public float[] Dy { get; }

        public float[] Dt { get; }

        public float[] Dz { get; }

        public float[] DzTargets { get; }

        public float[] TargetOutput { get; }

        public float[] ScaleGradient => Gradients().Scale;

        public float[] ShiftGradient => Gradients().Shift;

        public ChannelReference Reference()
        {
            var reference = new ChannelReference(_channels, _columns / _channels, F);
            for (int c = 0; c < _channels; c++)
            {
                (reference.Scale[c], reference.Shift[c], reference.Variance[c]) = (Layer.Scale.Values[c], Layer.Shift.Values[c], 1);
            }

            return reference;
        }

        public float[] Forward(bool stored)
        {
            _y = [.. Z];
            Layer.Forward(Context, new MatrixView(_y, _rows, _columns), F, Statistics, stored ? _normalized : []);
            Layer.Infer(Context, new MatrixView(TargetOutput, Targets, _columns), F, _rows, stored ? _normalized : null);
            return _y;
        }

        public void Back(bool stored, int chunk, bool multiplied)
        {
            float[] normalized = stored ? _normalized : [];
            var y = new MatrixView(_y.Length == 0 ? Z : _y, _rows, _columns);
            var dy = new MatrixView(Dz, _rows, _columns);
            Statistics.ClearSums();
            for (int row = 0; row < _rows; row += chunk)
            {
                int rows = Math.Min(chunk, _rows - row);
                Layer.AddSums(Context, y.Slice(row, rows), dy.Slice(row, rows), row, F, normalized, Statistics);
            }

            if (!multiplied)
            {
                Dy.CopyTo(Dz, 0);
            }

            Layer.BackTargets(Context, new MatrixView(TargetOutput, Targets, _columns), new MatrixView(DzTargets, Targets, _columns), _rows, F,
                normalized, Statistics);
            for (int row = 0; row < _rows; row += chunk)
            {
                int rows = Math.Min(chunk, _rows - row);
                Layer.Apply(Context, y.Slice(row, rows), dy.Slice(row, rows), row, F, normalized, multiplied, Statistics, _rows);
            }
        }

        public void Dispose() => Context.Dispose();

        private (float[] Scale, float[] Shift) Gradients()
        {
            var gradients = (new float[_channels], new float[_channels]);
            Layer.WriteGradients(Statistics, gradients.Item1, gradients.Item2);
            return gradients;
        }
    }
}
