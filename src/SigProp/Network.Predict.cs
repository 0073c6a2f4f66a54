using System.Numerics.Tensors;
using SigProp.Heads;
using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp;

public sealed partial class Network
{
    private TargetTree? _tree;

    /// <summary>Class probabilities of one row or many. A row has the same bits whether it comes alone or among others.</summary>
    /// <remarks>The first call packs the weights, once a network; a row alone then allocates nothing. Many rows are shared among threads
    /// (<see cref="PredictionThreads"/>).</remarks>
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
    public unsafe double PredictClasses(ReadOnlySpan<float> features, Span<int> classes)
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

        fixed (float* x = features)
        fixed (int* c = classes)
        {
            Share(features, rows, new ClassRows(this, new(x, InputWidth), new(c, 1)));
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

    /// <summary>Probabilities of classes or of bins.</summary>
    private unsafe void Distributions(ReadOnlySpan<float> features, Span<float> probabilities, int? exit, int count, string what)
    {
        int rows = RowsOf(features);
        if (probabilities.Length != (long)rows * count)
        {
            throw new ArgumentException(
                $"{rows} rows need room for {(long)rows * count} {what}; there is room for {probabilities.Length}.", nameof(probabilities));
        }

        if (exit is int layer)
        {
            ThrowIfNoExit(layer);
        }

        fixed (float* x = features, p = probabilities)
        {
            Share(features, rows, new DistributionRows(this, new(x, InputWidth), new(p, count), exit));
        }
    }

    /// <summary>The softmax of the scores of the head or of an exit, for a block of rows; valid until the buffers are used again.</summary>
    private Span<float> Distributions(Inference inference, ReadOnlySpan<float> features, int first, int rows, int? exit)
    {
        Guard.AllFinite(features, "features", InputWidth);
        Span<float> scores = inference.Scores(features, rows, exit);
        int count = scores.Length / rows;
        float sharpness = 1f / Calibration.TemperatureOf(exit - 1 ?? LayerCount);
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = scores.Slice(i * count, count);
            if (sharpness != 1f)
            {
                TensorPrimitives.Multiply(row, sharpness, row);
            }

            if (!float.IsFinite(RowOperations.SoftMax(row)))
            {
                throw ScoresNotFinite(first + i);
            }
        }

        return scores;
    }

    private unsafe double SearchClasses(ReadOnlySpan<float> features, int rows, Span<int> classes, int budget)
    {
        if (_tree is null)
        {
            Inference inference = TakeInference();
            _tree = new TargetTree(inference.Compared(ClassTargets[^1]), Spec.LossOf(LayerCount - 1) == LocalLossKind.SquaredDistance);
            Return(inference);
        }

        long compared = 0;
        fixed (float* x = features)
        fixed (int* c = classes)
        {
            Share(features, rows, new TreeRows(this, _tree, budget, new(x, InputWidth), new(c, 1), &compared));
        }

        return rows == 0 ? 0 : (double)compared / rows;
    }

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

    private readonly struct DistributionRows(Network network, PinnedRows<float> features, PinnedRows<float> probabilities, int? exit) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
            => network.Distributions(inference, features.Slice(first, count), first, count, exit).CopyTo(probabilities.Slice(first, count));

        public void Clear(int rows) => probabilities.Slice(0, rows).Clear();
    }

    private readonly struct ClassRows(Network network, PinnedRows<float> features, PinnedRows<int> classes) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
        {
            ReadOnlySpan<float> p = network.Distributions(inference, features.Slice(first, count), first, count, null);
            Span<int> found = classes.Slice(first, count);
            for (int i = 0; i < count; i++)
            {
                found[i] = TensorPrimitives.IndexOfMax(p.Slice(i * network.ClassCount, network.ClassCount));
            }
        }

        public void Clear(int rows) => classes.Slice(0, rows).Clear();
    }

    private readonly unsafe struct TreeRows(
        Network network, TargetTree tree, int budget, PinnedRows<float> features, PinnedRows<int> classes, long* compared) : IRowBlock
    {
        private readonly long* _compared = compared;

        public void Execute(Inference inference, int first, int count)
        {
            Guard.AllFinite(features.Slice(first, count), "features");
            Layer last = network.Layers[^1];
            int width = last.ComparesMeans ? last.OutputShape.Channels : last.TargetWidth;
            MatrixView h = inference.Compared(inference.LastLayerOutput(features.Slice(first, count), count));
            Span<int> found = classes.Slice(first, count);
            for (int i = 0; i < count; i++)
            {
                found[i] = tree.Find(h.Row(i)[..width], budget, out int more);
                Interlocked.Add(ref *_compared, more);
            }
        }

        public void Clear(int rows) => classes.Slice(0, rows).Clear();
    }
}
