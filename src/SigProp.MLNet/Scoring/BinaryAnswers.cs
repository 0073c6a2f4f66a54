namespace SigProp.MLNet;

/// <summary>A binary model's answers: the probabilities that the label is false and that it is true.</summary>
/// <param name="row">Room for a row.</param>
/// <param name="network">The network.</param>
internal sealed class BinaryAnswers(EncodedRow row, Network network) : BatchAnswers(row)
{
    private float[] _probabilities = new float[2];

    /// <summary>log(p / (1 - p)), of both probabilities as the network gives them: 1 - p has no digits left where p is close to 1.</summary>
    public float ScoreOf(int index)
    {
        int place = Find(index);
        return place < 0
            ? float.NaN
            : MathF.Log(MathF.Max(_probabilities[(2 * place) + 1], float.Epsilon)) - MathF.Log(MathF.Max(_probabilities[2 * place], float.Epsilon));
    }

    /// <summary>The probability that the label is true.</summary>
    public float ProbabilityOf(int index)
    {
        int place = Find(index);
        return place < 0 ? float.NaN : _probabilities[(2 * place) + 1];
    }

    protected override void Predict(ReadOnlySpan<float> features, int first, int count)
        => network.Predict(features, _probabilities.AsSpan(2 * first, 2 * count));

    protected override void Resize() => _probabilities = new float[2L * Capacity];
}
