using SigProp.Data;
using SigProp.Numerics;

namespace SigProp;

/// <summary>How a regression's output is scaled, and the bins into which a single output is cut; learned from the training rows and saved with the
/// network.</summary>
internal sealed class OutputTable
{
    private readonly Parameter _mean;
    private readonly Parameter _deviation;
    private readonly Parameter? _edges;
    private readonly Parameter? _centers;

    public OutputTable(NetworkSpec spec)
    {
        _mean = new Parameter("output.mean", 1, spec.Outputs, isWeight: false);
        _deviation = new Parameter("output.deviation", 1, spec.Outputs, isWeight: false) { Least = 0 };
        if (spec.Contexts > 0)
        {
            _edges = new Parameter("output.edges", 1, spec.Bins + 1, isWeight: false);
            _centers = new Parameter("output.centers", 1, spec.Bins, isWeight: false);
        }

        Buffers = _edges is null ? [_mean, _deviation] : [_mean, _deviation, _edges, _centers!];
    }

    public IReadOnlyList<Parameter> Buffers { get; }

    /// <summary>Whether the training rows have been seen.</summary>
    public bool IsFitted => _deviation.Values[0] > 0;

    /// <summary>The mean of each output.</summary>
    public ReadOnlySpan<float> Mean => _mean.Values;

    /// <summary>The standard deviation of each output.</summary>
    public ReadOnlySpan<float> Deviation => _deviation.Values;

    /// <summary>Where the bins begin and end, standardised; one more than there are bins.</summary>
    public ReadOnlySpan<float> Edges => _edges is null ? default : _edges.Values;

    /// <summary>c_k, the mean of each bin, standardised.</summary>
    public ReadOnlySpan<float> Centers => _centers is null ? default : _centers.Values;

    /// <summary>Takes over bins.</summary>
    public void Set(QuantileBins bins)
    {
        _mean.Values[0] = (float)bins.Mean;
        _deviation.Values[0] = (float)bins.Deviation;
        bins.Edges.CopyTo(_edges!.Values);
        bins.Centers.CopyTo(_centers!.Values);
    }

    /// <summary>Takes over the scaling of several outputs.</summary>
    public void Set(StandardScaling scaling)
    {
        for (int j = 0; j < _mean.Columns; j++)
        {
            _mean.Values[j] = scaling.Means[j];
            _deviation.Values[j] = scaling.Deviations[j];
        }
    }

    /// <summary>The bins, where there are any.</summary>
    public QuantileBins Bins() => new(Mean[0], Deviation[0], Edges.ToArray(), Centers.ToArray());

    /// <summary>values = (values - mean) / deviation, row by row.</summary>
    public void Standardize(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - Mean[i % Mean.Length]) / Deviation[i % Mean.Length];
        }
    }

    /// <summary>The inverse of <see cref="Standardize"/>.</summary>
    public void Restore(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] * Deviation[i % Mean.Length]) + Mean[i % Mean.Length];
        }
    }
}
