using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>A multiclass model's answers: probabilities, or the class that a tree finds, and the layer that gave them.</summary>
/// <param name="row">Room for a row.</param>
/// <param name="network">The network.</param>
/// <param name="exit">Where rows leave it.</param>
internal sealed class ClassAnswers(EncodedRow row, Network network, Exit exit) : BatchAnswers(row)
{
    private readonly bool _hasTree = network.Spec.TreeBudget is not null;
    private float[] _probabilities = new float[network.Spec.TreeBudget is null ? network.ClassCount : 0];
    private int[] _found = new int[1];

    /// <summary>Score.</summary>
    public void CopyScores(int index, ref VBuffer<float> scores)
    {
        int place = Find(index), classes = network.ClassCount;
        if (_hasTree && place >= 0)
        {
            VBufferEditor<float> one = VBufferEditor.Create(ref scores, classes, 1);
            one.Values[0] = 1;
            one.Indices[0] = _found[place];
            scores = one.Commit();
            return;
        }

        VBufferEditor<float> editor = VBufferEditor.Create(ref scores, classes);
        if (place < 0)
        {
            editor.Values.Fill(float.NaN);
        }
        else
        {
            _probabilities.AsSpan(place * classes, classes).CopyTo(editor.Values);
        }

        scores = editor.Commit();
    }

    /// <summary>The layer that answered, from 1; the number of layers + 1 for the head; 0 where there is no answer.</summary>
    public int DepthOf(int index)
    {
        int place = Find(index);
        return place < 0 ? 0 : exit.Layer ?? (exit.Margin is null ? network.LayerCount + 1 : _found[place]);
    }

    protected override void Predict(ReadOnlySpan<float> features, int first, int count)
    {
        Span<int> found = _found.AsSpan(first, count);
        if (_hasTree)
        {
            network.PredictClasses(features, found);
            return;
        }

        Span<float> probabilities = _probabilities.AsSpan(first * network.ClassCount, count * network.ClassCount);
        if (exit.Margin is double margin)
        {
            network.PredictEarly(features, margin, probabilities, found);
        }
        else if (exit.Layer is int layer)
        {
            network.PredictAtExit(features, probabilities, layer);
        }
        else
        {
            network.Predict(features, probabilities);
        }
    }

    protected override void Resize()
    {
        _probabilities = new float[_hasTree ? 0 : (long)Capacity * network.ClassCount];
        _found = new int[Capacity];
    }
}
