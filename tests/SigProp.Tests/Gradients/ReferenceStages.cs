using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Tests.Losses;

namespace SigProp.Tests.Gradients;

/// <summary>Every kind of layer, passage, target and head in double precision, written from the equations, with parameters that a test may move.</summary>
/// <remarks>What a layer is given is that of the parameters before any is moved; so a layer's loss depends on nothing but its own.</remarks>
internal sealed class ReferenceStages
{
    private readonly NetworkSpec _spec;
    private readonly Batch _batch;
    private readonly RandomKey _key;
    private readonly float[] _centers;
    private readonly double[][] _context;
    private readonly List<Inputs> _given = [];
    private readonly Dictionary<int, (double[] Mean, double[] Deviation)> _running = [];

    /// <param name="network">The network before its step.</param>
    /// <param name="batch">The batch of the step.</param>
    /// <param name="key">The step's key.</param>
    /// <param name="context">What the targets are made of, a row a target.</param>
    public ReferenceStages(Network network, Batch batch, RandomKey key, double[][] context)
    {
        _spec = network.Spec;
        _batch = batch;
        _key = key;
        _context = context;
        _centers = network.Output is null ? [] : network.Output.Centers.ToArray();
        Tensors = network.Tensors.ToDictionary(t => t.Name, t => Array.ConvertAll(network.GetTensor(t.Name).ToArray(), v => (double)v));
        Last = Run(withTargets: true, _given.Add);
    }

    /// <summary>The parameters, by name.</summary>
    public Dictionary<string, double[]> Tensors { get; }

    /// <summary>The last stage's output.</summary>
    private Maps Last { get; }

    /// <summary>The loss of a layer, from 0, as a function of its own parameters.</summary>
    public double LocalLoss(int layer)
    {
        Inputs given = _given[layer];
        Maps h = Outputs(layer, given.H);
        Maps t = given.T is Maps targets ? Targets(layer, targets, given.OutputTargets.Shape) : given.OutputTargets;
        return Compare(layer, h, t, given.Before);
    }

    /// <summary>The first layer's loss as a function of the generator's parameters.</summary>
    public double GeneratorLoss() => Compare(0, _given[0].OutputH, Generate(_given[0].OutputH), _given[0].Before);

    public double HeadLoss() => HeadLoss(Last);

    /// <summary>The head's loss as a function of all parameters.</summary>
    public double WholeLoss() => HeadLoss(Run(withTargets: false, _ => { }));

    private Maps Run(bool withTargets, Action<Inputs> keep)
    {
        double[][] x = ReferenceLoss.Rows(_batch.X);
        var h = new Maps(x, _spec.InputShape);
        bool isShared = _spec.Targets.Kind == TargetGeneratorKind.Shared;
        Maps? t = withTargets && isShared ? new Maps(_context, _spec.InputShape) : null;
        int done = 0;
        foreach (LayerSpec stage in _spec.Layers)
        {
            if (stage is not LearningLayerSpec layer)
            {
                bool isPatch = _spec.Targets.Sparse && stage is PoolingSpec;
                t = t is null || isPatch ? t : stage is FlattenSpec ? ReferenceMaps.Flatten(t, h.Shape) : ReferenceMaps.Pass(stage, t);
                h = ReferenceMaps.Pass(stage, h);
                continue;
            }

            if (layer is DenseSpec)
            {
                t = t is null ? null : ReferenceMaps.Flatten(t, h.Shape);
                h = h.Flat();
            }

            double[][] before = done > 0 ? t?.Rows ?? [] : isShared || !_spec.HasClassTargets ? Truth() : _context;
            Maps outputs = Outputs(done, h);
            if (withTargets)
            {
                Maps targets = t is null ? Generate(outputs) : Targets(done, t, null);
                keep(new Inputs(h, t, before, outputs, targets));
                t = targets;
            }

            h = layer is ConvolutionSpec c ? HandOn(c, done, outputs) : outputs;
            done++;
        }

        return h;
    }

    /// <summary>What is alike before layer 1: classes, bins, or the values.</summary>
    private double[][] Truth() => _batch.HasLabels
        ? [.. _batch.Y.ToArray().Select(y => Enumerable.Range(0, _spec.Contexts).Select(k => k == y ? 1.0 : 0).ToArray())]
        : ReferenceLoss.Rows(_batch.Targets);

    private Maps Generate(Maps h)
    {
        LearningLayerSpec layer = _spec.LearningLayers.First();
        ImageShape shape = (layer, _spec.Targets.Sparse) switch
        {
            (_, false) => h.Shape,
            (ConvolutionSpec c, _) => new ImageShape(c.Channels, c.KernelHeight, c.KernelWidth),
            _ => ImageShape.Flat(_spec.Targets.SparseUnits > 0 ? _spec.Targets.SparseUnits : Math.Max(1, h.Shape.Channels / 4)),
        };
        double[][] Affine(string name) => ReferenceMaps.Activate(layer, ReferenceMaps.Dense(_context, Tensors[$"{name}.weight"], Tensors[$"{name}.bias"]));
        if (_spec.Targets.Kind != TargetGeneratorKind.TargetInput)
        {
            return new Maps(Affine("targets"), shape);
        }

        // h1 as it is before any parameter moves: it is read without gradient.
        double[][] fixedH = _given.Count > 0 ? _given[0].OutputH.Rows : h.Rows, factors = Affine("targets.scale"), terms = Affine("targets.shift");
        return new Maps([.. fixedH.Select((row, i) => row.Select((v, j) => (v * factors[i][j]) + terms[i][j]).ToArray())], shape);
    }

    private Maps Affine(int layer, Maps x)
    {
        string name = $"layer{layer + 1}";
        double[]? bias = Tensors.GetValueOrDefault($"{name}.bias");
        return _spec.LearningLayers.ElementAt(layer) is ConvolutionSpec convolution
            ? ReferenceMaps.Convolve(convolution, x, Tensors[$"{name}.weight"], bias)
            : new Maps(ReferenceMaps.Dense(x.Rows, Tensors[$"{name}.weight"], bias, InputsOf(layer)),
                ImageShape.Flat(((DenseSpec)_spec.LearningLayers.ElementAt(layer)).Units));
    }

    private int InputsOf(int layer)
        => Tensors[$"layer{layer + 1}.weight"].Length / ((DenseSpec)_spec.LearningLayers.ElementAt(layer)).Units;

    private Maps Outputs(int layer, Maps x)
    {
        LearningLayerSpec spec = _spec.LearningLayers.ElementAt(layer);
        Maps z = Affine(layer, x);
        if (spec.BatchNormalization)
        {
            (double[] mean, double[] variance) = z.Moments();
            if (!_running.ContainsKey(layer))
            {
                _running[layer] = RunningStatistics(layer, mean, variance, z.Rows.Length * z.Shape.Positions);
            }

            z = Normalize(layer, z, mean, [.. variance.Select(v => Math.Sqrt(v + 1e-5))]);
        }

        var y = z with { Rows = ReferenceMaps.Activate(spec, z.Rows) };
        return spec is DenseSpec && spec.Dropout > 0 ? Drop(y, mask => new Dropout(spec.Dropout, Key(layer)).Apply(mask)) : y;
    }

    private Maps Targets(int layer, Maps t, ImageShape? shape)
    {
        LearningLayerSpec spec = _spec.LearningLayers.ElementAt(layer);
        Maps z = Affine(layer, t);
        z = spec.BatchNormalization ? Normalize(layer, z, _running[layer].Mean, _running[layer].Deviation) : z;
        return new Maps(ReferenceMaps.Activate(spec, z.Rows), shape ?? z.Shape);
    }

    private Maps HandOn(ConvolutionSpec spec, int layer, Maps y)
    {
        int positions = y.Shape.Positions;
        return spec.Dropout > 0 ? Drop(y, mask => new Dropout(spec.Dropout, Key(layer)).Apply(mask))
            : spec.SpatialDropout > 0 ? Drop(y, mask => new SpatialDropout(spec.SpatialDropout, Key(layer)).Apply(mask, positions))
            : y;
    }

    private uint Key(int layer) => (uint)_key.Split(layer).Value;

    private static Maps Drop(Maps y, Action<float[]> drop)
    {
        float[] mask = new float[y.Rows.Length * y.Shape.Size];
        Array.Fill(mask, 1f);
        drop(mask);
        return y with { Rows = [.. y.Rows.Select((row, i) => row.Select((v, j) => v * mask[(i * row.Length) + j]).ToArray())] };
    }

    private (double[] Mean, double[] Deviation) RunningStatistics(int layer, double[] mean, double[] variance, double count)
    {
        double[] oldMean = Tensors[$"layer{layer + 1}.normalization.mean"], oldVariance = Tensors[$"layer{layer + 1}.normalization.variance"];
        return (
            [.. mean.Select((m, c) => (0.9 * oldMean[c]) + (0.1 * m))],
            [.. variance.Select((v, c) => Math.Sqrt((0.9 * oldVariance[c]) + (0.1 * v * count / (count - 1)) + 1e-5))]);
    }

    private Maps Normalize(int layer, Maps z, double[] mean, double[] deviation)
    {
        double[] scale = Tensors[$"layer{layer + 1}.normalization.scale"], shift = Tensors[$"layer{layer + 1}.normalization.shift"];
        int positions = z.Shape.Positions;
        return z with { Rows = [.. z.Rows.Select(row => row.Select((v, j) =>
            (scale[j / positions] * (v - mean[j / positions]) / deviation[j / positions]) + shift[j / positions]).ToArray())] };
    }

    private double Compare(int layer, Maps h, Maps t, double[][] before)
    {
        LearningLayerSpec spec = _spec.LearningLayers.ElementAt(layer);
        bool means = spec is ConvolutionSpec && _spec.Targets.Sparse;
        return new ReferenceLoss
        {
            Kind = _spec.LossOf(spec),
            TopK = _spec.TopK,
            Scale = means ? 1 : 1.0 / h.Shape.Positions,
            TargetPerSample = !_spec.HasClassTargets,
            Labels = _batch.Y.ToArray(),
            Weights = _batch.IsWeighted ? _batch.Weights : [],
            Values = _batch.Values,
            Centers = _centers,
            Contexts = before,
        }.Loss(means ? h.Means() : h.Rows, means ? t.Means() : t.Rows);
    }

    private double HeadLoss(Maps h)
    {
        double[][] y = ReferenceMaps.Dense(h.Rows, Tensors["head.weight"], Tensors["head.bias"]);
        return y.Select((row, i) => (_batch.IsWeighted ? _batch.Weights[i] : 1.0) * (_spec.IsRegression
            ? row.Select((v, j) => Error(v - _batch.Values[(i * row.Length) + j])).Sum()
            : Math.Log(row.Sum(v => Math.Exp(v - row[_batch.Labels[i]]))))).Sum() / y.Length;
    }

    private double Error(double e) => _spec.OutputLoss == OutputLossKind.Squared ? e * e
        : Math.Abs(e) <= _spec.HuberDelta ? e * e / 2 : _spec.HuberDelta * (Math.Abs(e) - (_spec.HuberDelta / 2));

    private sealed record Inputs(Maps H, Maps? T, double[][] Before, Maps OutputH, Maps OutputTargets);
}
