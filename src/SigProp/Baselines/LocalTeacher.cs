using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// What teaches one layer of <see cref="LocalLearning"/>: a linear classifier P and a linear similarity map Q of its output, without biases, and the loss
/// predsim, 0.01 CE(P f) + 0.99 MSE(sim(Q f), sim(classes)) (Nøkland and Eidnes 2019, with beta = 0.99).
/// </summary>
/// <remarks>
/// f is the output h; of a convolution the means of each channel over a grid of at most 4 x 4 places, and of fewer where the grid would give more than
/// 2,048 features: a classifier on whole maps would be larger than the layer it teaches (VGG8b: 131,072 numbers in the first). Q gives as many
/// numbers as the layer has channels, which of a dense layer is its width.
/// </remarks>
internal sealed class LocalTeacher
{
    /// <summary>The part of the similarities in the loss; the classifier's is the rest.</summary>
    public const float Similarity = 0.99f;

    private const int MostPlaces = 4;
    private const int MostFeatures = 2048;

    private readonly FixedFeedback? _classifierFeedback;
    private readonly FixedFeedback? _mapFeedback;

    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name.</param>
    /// <param name="classes">m.</param>
    /// <param name="key">What P, Q and the feedback are drawn from.</param>
    /// <param name="hasFixedFeedback">Whether the error reaches h through fixed random weights in place of P and Q.</param>
    public LocalTeacher(Layer layer, string name, int classes, RandomKey key, bool hasFixedFeedback)
    {
        ImageShape shape = layer.OutputShape;
        Places = Grid(shape);
        Features = Places?.OutputSize ?? layer.OutputWidth;
        Classifier = new Parameter($"{name}.local.classifier", classes, Features, isWeight: true);
        Map = new Parameter($"{name}.local.map", shape.Channels, Features, isWeight: true);
        DenseLayer.Initialize(key.Split("classifier"), Classifier, null);
        DenseLayer.Initialize(key.Split("map"), Map, null);
        if (hasFixedFeedback)
        {
            _classifierFeedback = new FixedFeedback(Classifier.Name, classes, Features, key.Split("classifier feedback"));
            _mapFeedback = new FixedFeedback(Map.Name, Map.Rows, Features, key.Split("map feedback"));
        }
    }

    /// <summary>P, [classes, features].</summary>
    public Parameter Classifier { get; }

    /// <summary>Q, [channels, features].</summary>
    public Parameter Map { get; }

    /// <summary>What takes the error of the classifier, and that of the map, to h; empty where P and Q themselves do.</summary>
    public IReadOnlyList<Parameter> Feedback => _mapFeedback is null ? [] : [_classifierFeedback!.Weight, _mapFeedback.Weight];

    /// <summary>The length of f.</summary>
    public int Features { get; }

    /// <summary>Whether f is made of h, in memory of its own.</summary>
    public bool Pools => Places is not null;

    /// <summary>The places over which the channels of a map are averaged; null where f is h itself.</summary>
    public PoolingShape? Places { get; }

    /// <summary>P, Q, their moments and the fixed feedback.</summary>
    public long Bytes(LayerOptimizer optimizer) => (_classifierFeedback?.Bytes ?? 0) + (_mapFeedback?.Bytes ?? 0)
        + (sizeof(float) * (optimizer.Parameters.Sum(p => (long)p.Length) + optimizer.State.Moments().Sum(m => (long)m.Values.Length)));

    /// <summary>The loss of h. P and Q learn, and dL/dh is what they sent back before that.</summary>
    /// <param name="context">Threads, kernel and buffers.</param>
    /// <param name="h">The layer's output.</param>
    /// <param name="lesson">Classes and weights of the rows.</param>
    /// <param name="desk">Memory, of which nothing is kept.</param>
    /// <param name="gradient">Takes dL/dh.</param>
    /// <param name="optimizer">That of P and Q.</param>
    public LossValue Teach(ComputeContext context, in MatrixView h, in Lesson lesson, LocalDesk desk, in MatrixView gradient, LayerOptimizer optimizer)
    {
        int n = h.Rows;
        MatrixView f = Pools ? desk.Features(n, Features) : h, df = Pools ? desk.FeatureGradient(n, Features) : gradient;
        if (Places is PoolingShape pooling)
        {
            Pooling.Forward<AveragePooling>(context, pooling, h, f);
        }

        // L = 0.01 CE(P f) + 0.99 MSE(sim(Q f), sim(classes))
        MatrixView z = desk.Scores(n, Classifier.Rows), a = desk.Mapped(n, Map.Rows), da = desk.MappedGradient(n, Map.Rows);
        Gemm.Multiply(context, f, false, Classifier.View, true, z, 0f);
        Gemm.Multiply(context, f, false, Map.View, true, a, 0f);
        LossValue right = CrossEntropy.Evaluate(z, lesson.Labels, lesson.Weights);
        System.Numerics.Tensors.TensorPrimitives.Multiply(z.Elements, 1f - Similarity, z.Elements);
        double unlike = SimilarityLoss.Evaluate(context, a, Classifier.Rows, lesson, desk.Similarities(n), desk.Norms(n), da, Similarity);

        // df = dz P + da Q, or through what is fixed in their place
        Gemm.Multiply(context, z, false, (_classifierFeedback?.Weight ?? Classifier).View, false, df, 0f);
        Gemm.Multiply(context, da, false, (_mapFeedback?.Weight ?? Map).View, false, df, 1f);
        if (Places is PoolingShape grid)
        {
            Pooling.Backward<AveragePooling>(context, grid, h, f, df, gradient);
        }

        // dP = dz^T f, dQ = da^T f
        Gemm.Multiply(context, z, true, f, false, optimizer.Gradient(0), 0f);
        Gemm.Multiply(context, da, true, f, false, optimizer.Gradient(1), 0f);
        optimizer.Update(context);
        return new LossValue(((1 - (double)Similarity) * right.Mean) + (Similarity * unlike), right.Score);
    }

    /// <summary>Places side by side that cover the whole map, an average over the border counting zeros beyond it; null for what is no map.</summary>
    private static PoolingShape? Grid(ImageShape shape)
    {
        if (shape.Positions == 1)
        {
            return null;
        }

        int places = MostPlaces;
        while (places > 1 && places * places * shape.Channels > MostFeatures)
        {
            places--;
        }

        int height = Window(shape.Height, places), width = Window(shape.Width, places);
        return new PoolingShape
        {
            Channels = shape.Channels,
            InputHeight = shape.Height,
            InputWidth = shape.Width,
            WindowHeight = height,
            WindowWidth = width,
            StrideY = height,
            StrideX = width,
            PaddingY = Beyond(shape.Height, height),
            PaddingX = Beyond(shape.Width, width),
        };
    }

    private static int Window(int length, int places) => (length + places - 1) / places;

    /// <summary>Half, rounded up, of what windows side by side reach beyond a length; at most half a window.</summary>
    private static int Beyond(int length, int window) => ((((length + window - 1) / window) * window) - length + 1) / 2;
}
