using Microsoft.ML.Data;
using SigProp.Data;
using SigProp.Spiking;

namespace SigProp.MLNet;

/// <summary>Learns what features go through on their way into the network, from rows in memory or from rows one by one: missing values are filled, where they
/// are, and then features are scaled. Where training goes on from a previous model it is that of the model.</summary>
/// <param name="settings">The trainer's settings.</param>
/// <param name="previous">The model that training goes on from; null for none.</param>
internal sealed class EncodingLearner(TrainerSettings settings, PreviousModel? previous)
{
    private float[] _row = [];
    private MissingValueSurvey? _missing;
    private MissingValueImputation? _imputation;
    private ScalingSurvey? _scaling;

    /// <summary>Whether rows with missing values can be used.</summary>
    public bool AcceptsMissing => previous?.AcceptsMissing ?? settings.Imputes;

    // What a gap tells has no place in a picture or in a step of time.
    private bool HasIndicators => settings.Network.Image is null && settings.Network.Spiking is not { Input: SpikingInput.TimeSeries };

    /// <summary>Learns from rows in memory, which stay as they are.</summary>
    public FeatureEncoding? Fit(LabeledRows rows)
    {
        if (previous is not null)
        {
            return previous.Encoding;
        }

        float[] features = rows.Features;
        MissingValueImputation? imputation = settings.Imputes ? MissingValueImputation.Fit(features, rows.Width, HasIndicators) : null;
        if (!settings.Standardize)
        {
            return imputation;
        }

        if (imputation is not null && Array.Exists(features, float.IsNaN))
        {
            features = [.. features];
            imputation.Fill(features);
        }

        FeatureEncoding scaling = FeatureScaling.Fit(features, rows.Width, settings.Network.Image, settings.UnitRange, settings.PiecewiseBins);
        return imputation is null ? scaling : imputation with { Inner = scaling };
    }

    /// <summary>Rows of <paramref name="width"/> features are about to come, one by one.</summary>
    public void Begin(int width)
    {
        if (previous is null)
        {
            _row = new float[width];
            _missing = settings.Imputes ? new MissingValueSurvey(width) : null;
            _scaling = settings.Standardize ? new ScalingSurvey(width, settings.Network.Image, settings.UnitRange, settings.PiecewiseBins) : null;
        }
    }

    public void Add(in VBuffer<float> features)
    {
        if (_missing is null && _imputation is null)
        {
            _scaling?.Add(in features);
            return;
        }

        features.CopyTo(_row);
        _missing?.Add(_row);
        if (_imputation is not null)
        {
            _imputation.Fill(_row);
            var filled = new VBuffer<float>(_row.Length, _row);
            _scaling?.Add(in filled);
        }
    }

    /// <summary>All rows have come, one by one.</summary>
    /// <returns>Whether they are to come once more: now that they can be filled, scaling can be learned of them.</returns>
    public bool EndPass()
    {
        if (_missing is null)
        {
            return false;
        }

        _imputation = _missing.ToImputation(HasIndicators);
        _missing = null;
        return _scaling is not null;
    }

    /// <summary>What was learned from rows one by one.</summary>
    public FeatureEncoding? Encoding() => previous is not null ? previous.Encoding
        : _imputation is null ? _scaling?.Encoding()
        : _imputation with { Inner = _scaling?.Encoding() };
}
