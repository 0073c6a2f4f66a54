using System.Collections.Concurrent;
using System.Numerics.Tensors;
using SigProp.Heads;
using SigProp.Numerics;

namespace SigProp;

public sealed partial class Network
{
    private readonly ConcurrentBag<Inference> _idle = [];
    private TargetTree? _tree;

    /// <summary>Class probabilities of one row or many.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each, one after the other.</param>
    /// <param name="probabilities">Takes a row of <see cref="ClassCount"/> probabilities for each row of features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The network predicts numbers, or it answers by targets that have not learned, or a row's
    /// scores overflow.</exception>
    public void Predict(ReadOnlySpan<float> features, Span<float> probabilities) => Predict(features, probabilities, null);

    /// <summary>Class probabilities by the layer <paramref name="exit"/> alone: the softmax of the comparison of its output with the
    /// classes' targets there (early exit, Eq 8). The layers after it do not run.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each.</param>
    /// <param name="probabilities">Takes a row of <see cref="ClassCount"/> probabilities for each row of features.</param>
    /// <param name="exit">The layer, from 1 to <see cref="LayerCount"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">The network predicts numbers, or has no exits: its targets have not learned; or a row's
    /// scores overflow.</exception>
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

        Span<int> predicted = stackalloc int[1];
        PredictClasses(features, predicted);
        return predicted[0];
    }

    /// <summary>The most probable class of each row, from 0; found by a tree over the classes' targets where
    /// <see cref="NetworkSpec.TreeBudget"/> says so.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each.</param>
    /// <param name="classes">Takes a class for each row.</param>
    /// <returns>The mean number of targets that a row was compared with; <see cref="ClassCount"/> without a tree.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Predict(ReadOnlySpan{float}, Span{float})"/>.</exception>
    public double PredictClasses(ReadOnlySpan<float> features, Span<int> classes)
    {
        ThrowIfRegression();
        int rows = RowsOf(features);
        if (classes.Length != rows)
        {
            throw new ArgumentException($"{rows} rows need room for {rows} classes; there is room for {classes.Length}.", nameof(classes));
        }

        if (Spec.TreeBudget is int budget && HasExits)
        {
            return SearchClasses(features, rows, classes, budget);
        }

        const int Block = 256;
        float[] probabilities = new float[Math.Min(rows, Block) * ClassCount];
        for (int start = 0; start < rows; start += Block)
        {
            int count = Math.Min(Block, rows - start);
            Span<float> part = probabilities.AsSpan(0, count * ClassCount);
            Predict(features.Slice(start * InputWidth, count * InputWidth), part, null);
            for (int i = 0; i < count; i++)
            {
                classes[start + i] = TensorPrimitives.IndexOfMax(part.Slice(i * ClassCount, ClassCount));
            }
        }

        return ClassCount;
    }

    internal void ThrowIfNoExit(int exit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exit, LayerCount);
        if (!HasExits)
        {
            throw new InvalidOperationException(
                "This network has no exits: only signal propagation trains the targets that its layers answer with, one for each class or bin.");
        }
    }

    private void Predict(ReadOnlySpan<float> features, Span<float> probabilities, int? exit)
    {
        ThrowIfRegression();
        Distributions(features, probabilities, exit, ClassCount, "probabilities");
    }

    /// <summary>The softmax of the scores of the head or of an exit: probabilities of classes or of bins.</summary>
    private void Distributions(ReadOnlySpan<float> features, Span<float> probabilities, int? exit, int count, string what)
    {
        int rows = RowsOf(features);
        if (probabilities.Length != (long)rows * count)
        {
            throw new ArgumentException(
                $"{rows} rows need room for {(long)rows * count} {what}; there is room for {probabilities.Length}.", nameof(probabilities));
        }

        ReadScores(features, rows, probabilities, exit, count);
        float sharpness = 1f / Calibration.TemperatureOf(exit - 1 ?? LayerCount);
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = probabilities.Slice(i * count, count);
            if (sharpness != 1f)
            {
                TensorPrimitives.Multiply(row, sharpness, row);
            }

            if (!float.IsFinite(RowOperations.SoftMax(row)))
            {
                probabilities.Clear();
                throw ScoresNotFinite(i);
            }
        }
    }

    /// <summary>The scores of the head or of an exit, block by block.</summary>
    private void ReadScores(ReadOnlySpan<float> features, int rows, Span<float> scores, int? exit, int count)
    {
        Guard.AllFinite(features, "features", InputWidth);
        if (exit is int layer)
        {
            ThrowIfNoExit(layer);
        }

        Inference inference = TakeInference();
        for (int start = 0; start < rows; start += inference.MaxRows)
        {
            int block = Math.Min(inference.MaxRows, rows - start);
            inference.Scores(features.Slice(start * InputWidth, block * InputWidth), block, exit).CopyTo(scores.Slice(start * count, block * count));
        }

        _idle.Add(inference);
    }

    private double SearchClasses(ReadOnlySpan<float> features, int rows, Span<int> classes, int budget)
    {
        Guard.AllFinite(features, "features", InputWidth);
        Inference inference = TakeInference();
        TargetTree tree = _tree ??= new TargetTree(
            inference.Compared(ClassTargets[^1]), Spec.LossOf(LayerCount - 1) == LocalLossKind.SquaredDistance);
        int width = Layers[^1].ComparesMeans ? Layers[^1].OutputShape.Channels : Layers[^1].TargetWidth;
        long compared = 0;
        for (int start = 0; start < rows; start += inference.MaxRows)
        {
            int block = Math.Min(inference.MaxRows, rows - start);
            MatrixView h = inference.Compared(inference.LastLayerOutput(features.Slice(start * InputWidth, block * InputWidth), block));
            for (int i = 0; i < block; i++)
            {
                classes[start + i] = tree.Find(h.Row(i)[..width], budget, out int count);
                compared += count;
            }
        }

        _idle.Add(inference);
        return rows == 0 ? 0 : (double)compared / rows;
    }

    private Inference TakeInference() => _idle.TryTake(out Inference? inference) ? inference : new Inference(this, new ComputeContext(1));

    private int RowsOf(ReadOnlySpan<float> features)
    {
        int rows = features.Length / InputWidth;
        return rows * InputWidth == features.Length
            ? rows
            : throw new ArgumentException(
                $"The network takes rows of {InputWidth} features; {features.Length} values are not a whole number of rows.", nameof(features));
    }

    private void ThrowIfRegression()
    {
        if (Spec.IsRegression)
        {
            throw new InvalidOperationException("This network predicts numbers and has no classes; call PredictValues.");
        }
    }

    private static InvalidOperationException ScoresNotFinite(int row) => new(
        $"The scores of row {row} (counted from 0) are not finite: its features or the network's parameters are too large. "
        + "Use features standardised as those of the training were.");
}
