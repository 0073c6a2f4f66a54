using SigProp.Data;
using SigProp.Optimizers;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>A network, and how it learns some batches of digits, by both engines.</summary>
internal sealed record FidelityCase(string Name, NetworkSpec Spec)
{
    private readonly QuantileBins? _bins = Spec.IsRegression && Spec.Contexts > 0
        ? QuantileBins.Fit([.. Enumerable.Range(0, Digits.Labels.Length).Select(i => Digits.Values(i, 1)[0])], Spec.Bins) : null;

    public FidelityCase(string name, NetworkSpecBuilder builder)
        : this(name, builder.Build())
    {
    }

    public LearningRuleKind Rule { get; init; } = LearningRuleKind.SignalPropagation;

    /// <summary>Adam, with an epsilon that is large because some gradients are exactly zero, whose rounding noise must not become full steps, and because
    /// an output that rounding puts on the other side of an activation's kink must not matter more than it does to its gradient.</summary>
    public OptimizerSpec Optimizer { get; init; } = new AdamSpec { LearningRate = 0.003f, Epsilon = 0.01f };

    public float ClipNorm { get; init; }

    /// <summary>Steps over which parameters are averaged; 0 for none.</summary>
    public double AverageOver { get; init; }

    public bool IsWeighted { get; init; }

    public int Rows { get; init; } = 32;

    /// <summary>Rows of every fourth batch.</summary>
    public int FewRows { get; init; } = 32;

    public int Steps { get; init; } = 20;

    /// <summary>The numbers of a time series are as many as the network takes: each digit's pixels again and again, turned.</summary>
    public float[] Features(int row)
        => [.. Enumerable.Range(0, Spec.Inputs).Select(i => Digits.Pixels[row][(i + (i / Digits.Width * 9)) % Digits.Width])];

    public Network CreateNetwork()
    {
        Network network = Network.Create(Spec, seed: 3);
        if (_bins is not null)
        {
            network.Output!.Set(_bins);
        }

        return network;
    }

    public Batch Batch(int step)
    {
        int count = step % 4 == 3 ? FewRows : Rows;
        var batch = new Batch(Rows, Spec.Inputs, Spec.Outputs) { Count = count, IsWeighted = IsWeighted, HasLabels = Spec.Contexts > 0 };
        for (int i = 0; i < count; i++)
        {
            int row = ((step * Rows) + i) % Digits.Labels.Length;
            Features(row).CopyTo(batch.Features, i * Spec.Inputs);
            batch.Weights[i] = IsWeighted ? 0.25f + (row % 4 * 0.5f) : 1f;
            batch.Labels[i] = Digits.Labels[row] % Math.Max(1, Spec.Classes);
            float[] values = Spec.IsRegression ? Digits.Values(row, Spec.Outputs) : [];
            if (_bins is not null)
            {
                values[0] = _bins.Standardize(values[0]);
                batch.Labels[i] = _bins.BinOf(values[0]);
            }

            values.CopyTo(batch.Values, i * Spec.Outputs);
        }

        return batch;
    }

    public override string ToString() => Name;
}
