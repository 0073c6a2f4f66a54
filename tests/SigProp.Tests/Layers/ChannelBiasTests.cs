using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Tests.Layers;

public sealed class ChannelBiasTests
{
    [Theory]
    [InlineData(Activation.ReLU, 3, 1)]
    [InlineData(Activation.LeakyReLU, 7, 16)]
    [InlineData(Activation.Tanh, 2, 101)]
    [InlineData(Activation.Identity, 2, 5_000)]
    public void Values_and_gradients_are_those_of_the_definition_on_any_number_of_threads(Activation kind, int channels, int positions)
    {
        const int Rows = 6;
        var f = new ActivationFunction(kind, 0.2f);
        var bias = new Parameter("layer1.bias", 1, channels, isWeight: false);
        Given.Uniform(channels, 2).CopyTo(bias.Values);
        float[] z = Given.Uniform(Rows * channels * positions, 3), g = Given.Uniform(z.Length, 4);
        float[][] results = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var context = new ComputeContext(threads);
            var statistics = new ChannelStatistics(channels);
            float[] y = [.. z], dy = [.. g], gradient = new float[channels];
            var output = new MatrixView(y, Rows, channels * positions);
            var back = new MatrixView(dy, Rows, channels * positions);
            ChannelBias.AddBiasAndActivate(context, output, bias, channels, f);
            ChannelBias.Back(context, output.Slice(0, 4), back.Slice(0, 4), channels, f, statistics);
            ChannelBias.Back(context, output.Slice(4, 2), back.Slice(4, 2), channels, f, statistics);
            ChannelBias.WriteGradient(statistics, gradient);
            return (float[])[.. y, .. dy, .. gradient];
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);

        double[] sums = new double[channels];
        for (int i = 0; i < z.Length; i++)
        {
            int c = i / positions % channels;
            double a = (double)z[i] + bias.Values[c], y = Define(f, a);
            double slope = (Define(f, a + 1e-7) - Define(f, a - 1e-7)) / 2e-7;
            Assert.Equal(y, results[0][i], 2e-6);
            Assert.Equal(g[i] * slope, results[0][z.Length + i], 2e-5);
            sums[c] += results[0][z.Length + i];
        }

        for (int c = 0; c < channels; c++)
        {
            Assert.Equal(sums[c], results[0][(2 * z.Length) + c], 1e-4 * Math.Max(1, Math.Abs(sums[c])));
        }
    }

    private static double Define(ActivationFunction f, double a) => f.Kind switch
    {
        Activation.Identity => a,
        Activation.ReLU => Math.Max(0, a),
        Activation.LeakyReLU => a > 0 ? a : f.Slope * a,
        _ => Math.Tanh(a),
    };
}
