using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Tests.Gradients;

/// <summary>The forward pass and the losses in double precision, written from the equations, with parameters that a test may move.</summary>
internal sealed class ReferenceNetwork
{
    private readonly NetworkSpec _spec;
    private readonly double[][] _x;
    private readonly double[][] _classes;
    private readonly int[] _labels;
    private readonly RandomKey _key;
    private readonly Dictionary<string, (double[] Mean, double[] Deviation)> _running = [];

    public ReferenceNetwork(Network network, Batch batch, RandomKey key)
    {
        _spec = network.Spec;
        _x = Rows(batch.X.Elements, batch.Width);
        _labels = batch.Y.ToArray();
        _key = key;
        _classes = [.. Enumerable.Range(0, _spec.Classes).Select(k => Enumerable.Range(0, _spec.Classes).Select(j => j == k ? 1.0 : 0).ToArray())];
        Tensors = network.Tensors.ToDictionary(t => t.Name, t => Array.ConvertAll(network.GetTensor(t.Name).ToArray(), v => (double)v));
    }

    /// <summary>The parameters, by name.</summary>
    public Dictionary<string, double[]> Tensors { get; }

    /// <summary>The inputs of every layer and the last one's output, h and t, with the parameters as they are.</summary>
    public (double[][] H, double[][] T)[] Signals(bool withTargets)
    {
        var signals = new List<(double[][] H, double[][] T)> { (_x, withTargets ? _classes : []) };
        for (int i = 0; i < _spec.Layers.Count; i++)
        {
            signals.Add(Layer(i, signals[i].H, signals[i].T));
        }

        return [.. signals];
    }

    /// <summary>The local loss of a layer, from 0, given its inputs.</summary>
    public double LocalLoss(int layer, double[][] h, double[][] t)
    {
        (double[][] outputs, double[][] targets) = Layer(layer, h, t);
        bool dot = _spec.LossOf(layer) == LocalLossKind.Dot;
        return CrossEntropy([.. outputs.Select(a => targets.Select(b => dot ? Dot(a, b) : -a.Zip(b, (p, q) => (p - q) * (p - q)).Sum()).ToArray())]);
    }

    public double HeadLoss(double[][] h) => CrossEntropy(Affine("head", h, Tensors["head.bias"]));

    private (double[][] H, double[][] T) Layer(int layer, double[][] h, double[][] t)
    {
        string name = $"layer{layer + 1}";
        var spec = (DenseSpec)_spec.Layers[layer];
        double[]? bias = Tensors.GetValueOrDefault($"{name}.bias");
        h = Affine(name, h, bias);
        double[][] targets = layer == 0 ? (t.Length > 0 ? Affine("targets", t, Tensors["targets.bias"]) : []) : Affine(name, t, bias);
        if (spec.BatchNormalization)
        {
            double[] scale = Tensors[$"{name}.normalization.scale"], shift = Tensors[$"{name}.normalization.shift"];
            (double[] mean, double[] variance) = Moments(h);
            (double[] Mean, double[] Deviation) constants = RunningStatistics(name, mean, variance, h.Length);
            h = [.. h.Select(r => r.Select((v, j) => (scale[j] * (v - mean[j]) / Math.Sqrt(variance[j] + 1e-5)) + shift[j]).ToArray())];
            if (layer > 0)
            {
                targets = [.. targets.Select(r => r.Select((v, j) => (scale[j] * (v - constants.Mean[j]) / constants.Deviation[j]) + shift[j]).ToArray())];
            }
        }

        float[] mask = new float[h.Length * spec.Units];
        Array.Fill(mask, 1f);
        if (spec.Dropout > 0)
        {
            new Dropout(spec.Dropout, (uint)_key.Split(layer).Value).Apply(mask);
        }

        h = [.. h.Select((r, i) => r.Select((v, j) => mask[(i * spec.Units) + j] * Activate(spec, v)).ToArray())];
        return (h, [.. targets.Select(r => r.Select(v => Activate(spec, v)).ToArray())]);
    }

    // Constants of the step: those of the parameters before any is moved.
    private (double[] Mean, double[] Deviation) RunningStatistics(string name, double[] mean, double[] variance, int n)
    {
        if (!_running.TryGetValue(name, out (double[], double[]) constants))
        {
            double[] oldMean = Tensors[$"{name}.normalization.mean"], oldVariance = Tensors[$"{name}.normalization.variance"];
            constants = (
                [.. mean.Select((m, j) => (0.9 * oldMean[j]) + (0.1 * m))],
                [.. variance.Select((v, j) => Math.Sqrt((0.9 * oldVariance[j]) + (0.1 * v * n / (n - 1)) + 1e-5))]);
            _running[name] = constants;
        }

        return constants;
    }

    private double[][] Affine(string name, double[][] rows, double[]? bias)
    {
        double[] weight = Tensors[$"{name}.weight"];
        return
        [
            .. rows.Select(r => Enumerable.Range(0, weight.Length / r.Length)
                .Select(o => (bias?[o] ?? 0) + Dot(r, weight.AsSpan(o * r.Length, r.Length))).ToArray()),
        ];
    }

    private double CrossEntropy(double[][] logits) => logits.Select((z, i) => Math.Log(z.Sum(v => Math.Exp(v - z[_labels[i]])))).Average();

    private static (double[] Mean, double[] Variance) Moments(double[][] rows)
    {
        double[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(j => rows.Average(r => r[j]))];
        return (mean, [.. mean.Select((m, j) => rows.Average(r => (r[j] - m) * (r[j] - m)))]);
    }

    private static double Activate(DenseSpec spec, double z) => spec.Activation switch
    {
        Activation.Identity => z,
        Activation.ReLU => Math.Max(z, 0),
        Activation.LeakyReLU => z > 0 ? z : spec.NegativeSlope * z,
        _ => Math.Tanh(z),
    };

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double[][] Rows(ReadOnlySpan<float> values, int width)
    {
        double[] all = Array.ConvertAll(values.ToArray(), v => (double)v);
        return [.. all.Chunk(width)];
    }
}
