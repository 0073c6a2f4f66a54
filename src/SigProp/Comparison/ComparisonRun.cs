namespace SigProp.Comparison;

/// <summary>One training run and its test.</summary>
public sealed record ComparisonRun
{
    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The split of the rows, from 0.</summary>
    public required int Split { get; init; }

    /// <summary>By <see cref="MeasureInfo.Key"/>: how well the rows to test on were predicted.</summary>
    public required IReadOnlyDictionary<string, double> Measures { get; init; }

    /// <summary>Seconds of learning, without validation.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Rows learned from in a second.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Memory for signals while learning, in bytes; 0 where there is none.</summary>
    public required long SignalBytes { get; init; }

    /// <summary>Numbers that training may change.</summary>
    public required long Parameters { get; init; }

    /// <summary>Seconds to predict a row of those to test on; null where that was not measured.</summary>
    public double? PredictSecondsPerSample { get; init; }

    /// <summary>Bytes of the saved model; null where it was not saved.</summary>
    public long? ModelBytes { get; init; }

    /// <summary>Time and memory of each layer, the head last; empty where layers are not told apart.</summary>
    public IReadOnlyList<LayerRun> Layers { get; init; } = [];

    /// <summary>Training epoch by epoch; empty for what does not learn in epochs.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Test accuracy of each layer's own answer in order, the head's last (Eq 8); empty where layers cannot answer.</summary>
    public IReadOnlyList<ExitAccuracy> Exits { get; init; } = [];

    /// <summary>Test rows by class and by predicted class; empty for a regression.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>How often predictions of some probability are right; empty for a regression.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; init; } = [];

    /// <summary>The spikes of a test row as an SVG document; null for a network that does not spike.</summary>
    public string? SpikeRaster { get; init; }
}
