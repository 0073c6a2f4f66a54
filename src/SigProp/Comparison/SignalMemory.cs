using SigProp.Continuous;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Comparison;

/// <summary>How memory for signals grows with depth, without training.</summary>
public static class SignalMemory
{
    private const long MostParameters = 40_000_000;

    /// <summary>The memory that a rule takes for signals in networks of several depths: layers are left out at the end, or the last hidden one is
    /// repeated. Rows a step as the options say, or as are chosen for many rows: 128, of a regression 32, of a continuous network 20.</summary>
    /// <param name="spec">The network, spiking and continuous ones too.</param>
    /// <param name="options">How it is to be trained.</param>
    /// <param name="depths">Hidden layers, each at least 1.</param>
    /// <returns>A value for each depth, up to the first whose network would have more than 40 million parameters; nothing where a layer is other than
    /// dense.</returns>
    /// <exception cref="ConfigurationException">The specification or the options are unsound, or the rule cannot train such a network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A depth is below 1.</exception>
    public static IReadOnlyList<DepthMemory> ByDepth(NetworkSpec spec, TrainingOptions options, params IReadOnlyList<int> depths)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(depths);
        ConfigurationException.ThrowIfAny("training", [.. spec.Validate(), .. options.Validate()]);
        foreach (int depth in depths)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1, nameof(depths));
        }

        if (!spec.Layers.All(l => l is DenseSpec))
        {
            return [];
        }

        using var context = new ComputeContext(1);
        return [.. depths.Select(depth => (Depth: depth, Spec: OfDepth(spec, depth))).TakeWhile(d => Parameters(d.Spec) <= MostParameters)
            .Select(d => new DepthMemory(d.Depth, SignalBytes(context, d.Spec, options)))];
    }

    private static long SignalBytes(ComputeContext context, NetworkSpec spec, TrainingOptions options)
    {
        var setup = new LearningSetup(
            context, Network.Create(spec, options.Seed), options.EffectiveOptimizer(spec), options.GradientClipNorm,
            options.EffectiveBatchSize(int.MaxValue, spec))
        {
            Key = RandomKey.FromSeed(options.Seed).Split("rule"),
            Precision = options.Precision,
        };
        return Trainer.CreateRule(options.Rule, setup).SignalBytes;
    }

    private static NetworkSpec OfDepth(NetworkSpec spec, int depth) => spec with
    {
        Layers = [.. Enumerable.Range(0, depth).Select(i => spec.Layers[Math.Min(i, spec.Layers.Count - 1)])],
        Continuous = spec.Continuous is null ? null : OfDepth(spec.Continuous, spec.Layers.Count, depth),
    };

    /// <summary>Rates and steps take no memory, but must be those of so many layers.</summary>
    private static ContinuousSpec OfDepth(ContinuousSpec spec, int layers, int depth) => spec with
    {
        NudgedSteps = spec.NudgedSteps is int steps ? Math.Max(steps, depth + 1) : null,
        LearningRates = spec.LearningRates is not { } rates ? null
            : [.. Enumerable.Range(0, depth).Select(i => rates[Math.Min(i, layers - 1)]), rates[layers]],
    };

    /// <summary>Weights and biases of the layers and of the prediction layer.</summary>
    private static long Parameters(NetworkSpec spec)
    {
        long sum = 0, inputs = spec.InputShape.Size;
        foreach (DenseSpec layer in spec.Layers.Cast<DenseSpec>())
        {
            sum += (inputs + 1) * layer.Units;
            inputs = layer.Units;
        }

        return sum + ((inputs + 1) * spec.HeadOutputs);
    }
}
