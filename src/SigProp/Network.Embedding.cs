using SigProp.Spiking;

namespace SigProp;

public sealed partial class Network
{
    /// <summary>The activations of a layer for each row: an embedding, in which rows that the network treats alike lie close together. The layers after it
    /// do not run. A row has the same bits whether it comes alone or among others.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>Of a dense or a convolutional layer: its outputs as the next layer is given them, normalised and activated, before any pooling; channel by
    /// channel and row by row from the top left (<see cref="EmbeddingShape"/>).</item>
    /// <item>Of a layer of spiking neurons: the part of the steps in which each neuron fires, in [0, 1].</item>
    /// <item>Of a continuous network: the states of the layer at the end of the free phase, in [0, 1].</item>
    /// </list>
    /// <para>They depend neither on the head nor on any calibration. A row alone allocates nothing after the first call; many rows are shared among
    /// threads (<see cref="PredictionThreads"/>).</para>
    /// </remarks>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each, one after the other.</param>
    /// <param name="embeddings">Takes a row of <see cref="EmbeddingWidth"/> values for each row of features.</param>
    /// <param name="layer">The layer, from 1 to <see cref="LayerCount"/>, which is the last hidden one.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">A row's activations overflow.</exception>
    public unsafe void Embed(ReadOnlySpan<float> features, Span<float> embeddings, int layer)
    {
        int rows = RowsOf(features), width = EmbeddingWidth(layer);
        if (embeddings.Length != (long)rows * width)
        {
            throw new ArgumentException(
                $"{rows} rows need room for {(long)rows * width} activations of layer {layer}; there is room for {embeddings.Length}.", nameof(embeddings));
        }

        fixed (float* x = features, h = embeddings)
        {
            Share(features, rows, new EmbeddingRows(layer, new(x, InputWidth), new(h, width)));
        }
    }

    /// <summary>How many activations <see cref="Embed"/> gives a row at a layer.</summary>
    /// <param name="layer">The layer, from 1 to <see cref="LayerCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public int EmbeddingWidth(int layer)
    {
        ThrowIfNoLayer(layer);
        return Coupled is null ? OutputShapeOf(layer).Size : Coupled.Weights[layer - 1].Rows;
    }

    /// <summary>How the activations of a layer lie in a row of <see cref="Embed"/>: the channels and the size of its images; a height and a width of 1 where
    /// they are no images.</summary>
    /// <param name="layer">The layer, from 1 to <see cref="LayerCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ImageShape EmbeddingShape(int layer)
    {
        int width = EmbeddingWidth(layer);
        return Coupled is null ? OutputShapeOf(layer) : ImageShape.Flat(width);
    }

    private ImageShape OutputShapeOf(int layer) => (Layers[layer - 1] is SpikingLayer spiking ? spiking.Inner : Layers[layer - 1]).OutputShape;

    private void ThrowIfNoLayer(int layer)
    {
        if (layer < 1 || layer > LayerCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer, LayerCount == 0
                    ? "The network has no hidden layer, so there are no activations of one."
                    : $"The network's hidden layers are counted from 1 to {LayerCount}.");
        }
    }

    private readonly struct EmbeddingRows(int layer, PinnedRows<float> features, PinnedRows<float> embeddings) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
        {
            Span<float> rows = features.Slice(first, count), h = embeddings.Slice(first, count);
            Guard.AllFinite(rows, "features", features.Width);
            inference.Embed(rows, count, layer - 1, h);
            int at = Guard.FirstNotFinite(h);
            if (at >= 0)
            {
                throw new InvalidOperationException(
                    $"The activations of row {first + (at / embeddings.Width)} (counted from 0) at layer {layer} are not finite: its features or the "
                    + "network's parameters are too large. Use features standardised as those of the training were.");
            }
        }

        public void Clear(int rows) => embeddings.Slice(0, rows).Clear();
    }
}
