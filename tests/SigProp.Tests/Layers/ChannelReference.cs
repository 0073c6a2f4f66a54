using SigProp.Layers;

namespace SigProp.Tests.Layers;

/// <summary>Normalisation of maps with its activation in double precision, straight from the definition.</summary>
internal sealed class ChannelReference(int channels, int positions, ActivationFunction f)
{
    public double[] Scale { get; } = new double[channels];

    public double[] Shift { get; } = new double[channels];

    public double[] Mean { get; } = new double[channels];

    public double[] Variance { get; } = new double[channels];

    /// <summary>The batch's mean, biased variance and number of values.</summary>
    public (double Mean, double Variance, int Count) Measure(double[] z, int channel)
    {
        double[] values = [.. z.Where((_, i) => i / positions % channels == channel)];
        double mean = values.Average();
        return (mean, values.Average(v => (v - mean) * (v - mean)), values.Length);
    }

    public double[] ForwardByBatch(double[] z)
        => Forward(z, [.. Enumerable.Range(0, channels).Select(c => Measure(z, c).Mean)],
            [.. Enumerable.Range(0, channels).Select(c => Measure(z, c).Variance)]);

    public double[] ForwardByRunning(double[] z) => Forward(z, Mean, Variance);

    public void EnterRunning(double[] z)
    {
        for (int c = 0; c < channels; c++)
        {
            (double mean, double variance, int count) = Measure(z, c);
            Mean[c] += 0.1 * (mean - Mean[c]);
            Variance[c] += count > 1 ? 0.1 * ((variance * count / (count - 1)) - Variance[c]) : 0;
        }
    }

    private double[] Forward(double[] z, double[] mean, double[] variance)
    {
        double[] y = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            int c = i / positions % channels;
            double a = (Scale[c] * (z[i] - mean[c]) / Math.Sqrt(variance[c] + 1e-5)) + Shift[c];
            y[i] = f.Kind switch
            {
                Activation.Identity => a,
                Activation.ReLU => Math.Max(0, a),
                Activation.LeakyReLU => a > 0 ? a : f.Slope * a,
                _ => Math.Tanh(a),
            };
        }

        return y;
    }
}
