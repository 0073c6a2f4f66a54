using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>The activations of a layer for the rows of a batch.</summary>
/// <param name="row">Room for a row.</param>
/// <param name="network">The network.</param>
/// <param name="layer">The layer, from 1.</param>
internal sealed class EmbeddingAnswers(EncodedRow row, Network network, int layer) : BatchAnswers(row)
{
    private readonly int _width = network.EmbeddingWidth(layer);
    private float[] _embeddings = new float[network.EmbeddingWidth(layer)];

    /// <summary>A row's activations; all NaN where it has none.</summary>
    public void CopyEmbedding(int index, ref VBuffer<float> embedding)
    {
        int place = Find(index);
        VBufferEditor<float> editor = VBufferEditor.Create(ref embedding, _width);
        if (place < 0)
        {
            editor.Values.Fill(float.NaN);
        }
        else
        {
            _embeddings.AsSpan(place * _width, _width).CopyTo(editor.Values);
        }

        embedding = editor.Commit();
    }

    protected override void Predict(ReadOnlySpan<float> features, int first, int count)
        => network.Embed(features, _embeddings.AsSpan(first * _width, count * _width), layer);

    protected override void Resize() => _embeddings = new float[(long)Capacity * _width];
}
