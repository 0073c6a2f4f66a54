using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>A regression's answers: the values, the quantiles, or both.</summary>
/// <param name="row">Room for a row.</param>
/// <param name="network">The network.</param>
/// <param name="withValues">Whether values are asked for.</param>
/// <param name="levels">The probabilities whose quantiles are asked for; none where none are.</param>
internal sealed class ValueAnswers(EncodedRow row, Network network, bool withValues, double[] levels) : BatchAnswers(row)
{
    private float[] _values = new float[1];
    private float[] _quantiles = new float[levels.Length];

    /// <summary>The predicted value.</summary>
    public float ValueOf(int index)
    {
        int place = Find(index);
        return place < 0 ? float.NaN : _values[place];
    }

    /// <summary>The quantiles of the predicted distribution.</summary>
    public void CopyQuantiles(int index, ref VBuffer<float> quantiles)
    {
        int place = Find(index);
        VBufferEditor<float> editor = VBufferEditor.Create(ref quantiles, levels.Length);
        if (place < 0)
        {
            editor.Values.Fill(float.NaN);
        }
        else
        {
            _quantiles.AsSpan(place * levels.Length, levels.Length).CopyTo(editor.Values);
        }

        quantiles = editor.Commit();
    }

    protected override void Predict(ReadOnlySpan<float> features, int first, int count)
    {
        if (withValues)
        {
            network.PredictValues(features, _values.AsSpan(first, count));
        }

        if (levels.Length > 0)
        {
            network.PredictQuantiles(features, levels, _quantiles.AsSpan(first * levels.Length, count * levels.Length));
        }
    }

    protected override void Resize()
    {
        _values = new float[Capacity];
        _quantiles = new float[(long)Capacity * levels.Length];
    }
}
