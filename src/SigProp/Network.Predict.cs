using System.Collections.Concurrent;
using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp;

public sealed partial class Network
{
    private readonly ConcurrentBag<Inference> _idle = [];

    /// <summary>Class probabilities of one row or many.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each, one after the other.</param>
    /// <param name="probabilities">Takes a row of <see cref="ClassCount"/> probabilities for each row of features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The network has a nearest-target head and its targets have not learned, or a row's
    /// scores overflow.</exception>
    public void Predict(ReadOnlySpan<float> features, Span<float> probabilities) => Predict(features, probabilities, null);

    /// <summary>Class probabilities by the layer <paramref name="exit"/> alone: the softmax of the comparison of its output with the
    /// classes' targets there (early exit, Eq 8). The layers after it do not run.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each.</param>
    /// <param name="probabilities">Takes a row of <see cref="ClassCount"/> probabilities for each row of features.</param>
    /// <param name="exit">The layer, from 1 to <see cref="LayerCount"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">The network has no exits: its targets have not learned; or a row's scores overflow.</exception>
    public void PredictAtExit(ReadOnlySpan<float> features, Span<float> probabilities, int exit) => Predict(features, probabilities, exit);

    /// <summary>The most probable class of one row, from 0.</summary>
    /// <param name="features"><see cref="InputWidth"/> features.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Predict(ReadOnlySpan{float}, Span{float})"/>.</exception>
    public int PredictClass(ReadOnlySpan<float> features)
    {
        if (features.Length != InputWidth)
        {
            throw new ArgumentException($"The network takes {InputWidth} features; {features.Length} were given.", nameof(features));
        }

        Span<float> probabilities = ClassCount <= 256 ? stackalloc float[ClassCount] : new float[ClassCount];
        Predict(features, probabilities, null);
        return TensorPrimitives.IndexOfMax(probabilities);
    }

    internal void ThrowIfNoExit(int exit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exit, LayerCount);
        if (!HasExits)
        {
            throw new InvalidOperationException(
                "This network has no exits: only signal propagation trains the targets that its layers answer with.");
        }
    }

    private void Predict(ReadOnlySpan<float> features, Span<float> probabilities, int? exit)
    {
        int rows = features.Length / InputWidth;
        if (rows * InputWidth != features.Length)
        {
            throw new ArgumentException(
                $"The network takes rows of {InputWidth} features; {features.Length} values are not a whole number of rows.", nameof(features));
        }

        if (probabilities.Length != (long)rows * ClassCount)
        {
            throw new ArgumentException(
                $"{rows} rows need room for {(long)rows * ClassCount} probabilities; there is room for {probabilities.Length}.", nameof(probabilities));
        }

        Guard.AllFinite(features, "features", InputWidth);
        if (exit is int layer)
        {
            ThrowIfNoExit(layer);
        }

        if (!_idle.TryTake(out Inference? inference))
        {
            inference = new Inference(this, new ComputeContext(1));
        }

        for (int start = 0; start < rows; start += Inference.MaxRows)
        {
            int count = Math.Min(Inference.MaxRows, rows - start);
            inference.Scores(features.Slice(start * InputWidth, count * InputWidth), count, exit)
                .CopyTo(probabilities.Slice(start * ClassCount, count * ClassCount));
        }

        _idle.Add(inference);
        for (int i = 0; i < rows; i++)
        {
            if (!float.IsFinite(RowOperations.SoftMax(probabilities.Slice(i * ClassCount, ClassCount))))
            {
                probabilities.Clear();
                throw new InvalidOperationException(
                    $"The scores of row {i} (counted from 0) are not finite: its features or the network's parameters are too large. "
                    + "Use features standardised as those of the training were.");
            }
        }
    }
}
