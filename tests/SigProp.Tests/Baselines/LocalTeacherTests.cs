using SigProp.Baselines;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Baselines;

/// <summary>What teaches a layer of local learning: its gradients are the slopes of the loss predsim, written down in double precision.</summary>
public sealed class LocalTeacherTests
{
    private const int Rows = 7, Classes = 3;

    public static MatrixTheoryData<string, bool, int> Shapes() => new(["6x1x1", "3x5x7", "2x4x4", "40x13x9", "150x5x4"], [false, true], [1, 2]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_descends_its_loss(string text, bool isWeighted, int threads)
    {
        int[] sizes = [.. text.Split('x').Select(int.Parse)];
        var shape = new ImageShape(sizes[0], sizes[1], sizes[2]);
        var teacher = new LocalTeacher(new Maps(shape), "layer1", Classes, RandomKey.FromSeed(3), hasFixedFeedback: false);
        Parameter[] own = [teacher.Classifier, teacher.Map];
        var optimizer = new LayerOptimizer(new SgdSpec { LearningRate = 1f }, 0f, own, new float[own.Sum(p => p.Length)]) { LearningRate = 1f };
        float[] h = Given.Uniform(Rows * shape.Size, 4), weights = isWeighted ? [1, 2, 0, 0.5f, 1.5f, 1, 1] : [];
        int[] labels = [0, 1, 2, 1, 0, 0, 2];
        double[][] values = [Doubles(h), .. own.Select(p => Doubles(p.Values))];
        using var context = new ComputeContext(threads);
        var gradient = new MatrixView(new float[h.Length], Rows, shape.Size);
        LossValue loss = teacher.Teach(
            context, new MatrixView(h, Rows, shape.Size), new Lesson { Labels = labels, Weights = weights }, new LocalDesk([teacher], Rows), gradient, optimizer);

        double Loss() => PredictionAndSimilarity(values[0], values[1], values[2], shape, labels, weights);
        Assert.Equal(Loss(), loss.Mean, 2e-5);
        AssertSlopes(Loss, values[0], Doubles(gradient.Elements), "dh");
        AssertSlopes(Loss, values[1], [.. values[1].Zip(Doubles(own[0].Values), (before, after) => before - after)], "dP");
        AssertSlopes(Loss, values[2], [.. values[2].Zip(Doubles(own[1].Values), (before, after) => before - after)], "dQ");
    }

    [Theory]
    [InlineData(800, 1, 1, 800)]
    [InlineData(128, 32, 32, 2048)]
    [InlineData(256, 16, 16, 1024)]
    [InlineData(512, 4, 4, 2048)]
    [InlineData(3000, 8, 8, 3000)]
    [InlineData(32, 7, 3, 32 * 4 * 3)]
    public void A_map_is_read_at_a_few_places(int channels, int height, int width, int features)
    {
        var shape = new ImageShape(channels, height, width);
        var teacher = new LocalTeacher(new Maps(shape), "layer1", 10, RandomKey.FromSeed(3), hasFixedFeedback: true);
        Assert.Equal((features, channels, 2), (teacher.Features, teacher.Map.Rows, teacher.Feedback.Count));
    }

    [Fact]
    public void Rows_without_a_direction_do_no_harm()
    {
        var teacher = new LocalTeacher(new Maps(ImageShape.Flat(5)), "layer1", Classes, RandomKey.FromSeed(3), hasFixedFeedback: false);
        Parameter[] own = [teacher.Classifier, teacher.Map];
        var optimizer = new LayerOptimizer(new AdamSpec(), 0f, own, new float[own.Sum(p => p.Length)]) { LearningRate = 0.1f };
        using var context = new ComputeContext(1);
        var gradient = new MatrixView(new float[15], 3, 5);
        LossValue loss = teacher.Teach(
            context, new MatrixView(new float[15], 3, 5), new Lesson { Labels = new[] { 0, 1, 2 } }, new LocalDesk([teacher], 3), gradient, optimizer);
        Assert.True(double.IsFinite(loss.Mean));
        Assert.All(gradient.Elements.ToArray().Concat(own.SelectMany(p => p.Values.ToArray())), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void It_learns_at_the_scheduled_rate(LearningRuleKind kind)
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(6).Dense(4).Build());
        using var context = new ComputeContext(1);
        var rule = (LocalLearning)Given.Rule(kind, network, context, 8);
        float[] Own() => [.. rule.Teachers.SelectMany(t => t.Classifier.Values.ToArray().Concat(t.Map.Values.ToArray()))];
        float[] before = Own();
        rule.SetLearningRate(0f);
        Given.Steps(rule, network, 2, 8);
        Assert.Equal(before, Own());
        rule.SetLearningRate(0.01f);
        Given.Steps(rule, network, 1, 8);
        Assert.All(before.Zip(Own()), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Its_memory_is_told()
    {
        static (long Bytes, LearningRule Rule) Of(LearningRuleKind kind, int layers)
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(20, 4);
            for (int i = 0; i < layers; i++)
            {
                builder.Dense(20);
            }

            using var context = new ComputeContext(1);
            LearningRule rule = Given.Rule(kind, Network.Create(builder.Build()), context, 64);
            return (rule.SignalBytes, rule);
        }

        // P and Q of each layer, with two moments each, and fixed feedback of their size; signals stay two, whatever the depth.
        const long Teacher = sizeof(float) * 20 * (4 + 20);
        Assert.Equal(5 * 3 * Teacher, Of(LearningRuleKind.LocalLearning, 7).Bytes - Of(LearningRuleKind.LocalLearning, 2).Bytes);
        Assert.Equal(
            5 * 4 * Teacher,
            Of(LearningRuleKind.LocalLearningFeedbackAlignment, 7).Bytes - Of(LearningRuleKind.LocalLearningFeedbackAlignment, 2).Bytes);
        Assert.All(Of(LearningRuleKind.LocalLearning, 3).Rule.Costs.SkipLast(1), c => Assert.True(c.SignalBytes > 3 * Teacher, c.Name));

        long stored = Of(LearningRuleKind.Backpropagation, 3).Bytes;
        Assert.Equal(stored + (sizeof(float) * 3 * 4 * 20), Of(LearningRuleKind.DirectFeedbackAlignment, 3).Bytes);

        // A twin has biases too, which nothing reads.
        Assert.Equal(stored + (sizeof(float) * ((2 * 21 * 20) + (4 * 20))), Of(LearningRuleKind.FeedbackAlignment, 3).Bytes);
        Assert.Equal(stored, Of(LearningRuleKind.Backpropagation, 3).Rule.Costs.Sum(c => c.SignalBytes));
        Assert.Equal(Of(LearningRuleKind.FeedbackAlignment, 3).Bytes, Of(LearningRuleKind.FeedbackAlignment, 3).Rule.Costs.Sum(c => c.SignalBytes));
    }

    /// <summary>0.01 CE(P f) + 0.99 MSE(sim(Q f), sim(onehot)), in double precision.</summary>
    private static double PredictionAndSimilarity(double[] h, double[] p, double[] q, ImageShape shape, int[] labels, float[] weights)
    {
        double[][] f = [.. h.Chunk(shape.Size).Select(row => Means(row, shape))];
        int features = f[0].Length;
        double Weight(int i) => weights.Length == 0 ? 1 : weights[i];
        double[][] a = [.. f.Select(row => Normalized(Product(q, row, features)))];
        double[][] classes = [.. labels.Select(y => Normalized([.. Enumerable.Range(0, Classes).Select(c => c == y ? 1.0 : 0.0)]))];
        double entropy = 0, unlike = 0;
        for (int i = 0; i < Rows; i++)
        {
            double[] z = Product(p, f[i], features);
            entropy += Weight(i) * (Math.Log(z.Sum(Math.Exp)) - z[labels[i]]);
            for (int j = 0; j < Rows; j++)
            {
                double difference = Dot(a[i], a[j]) - Dot(classes[i], classes[j]);
                unlike += Weight(i) * Weight(j) * difference * difference;
            }
        }

        return (0.01 * entropy / Rows) + (0.99 * unlike / (Rows * Rows));
    }

    /// <summary>Windows side by side, centred on the map, what lies beyond it being zeros.</summary>
    private static double[] Means(double[] map, ImageShape shape)
    {
        if (shape.Positions == 1)
        {
            return map;
        }

        int places = Enumerable.Range(1, 4).Last(g => g == 1 || g * g * shape.Channels <= 2048);
        int height = (int)Math.Ceiling((double)shape.Height / places), width = (int)Math.Ceiling((double)shape.Width / places);
        int rows = (int)Math.Ceiling((double)shape.Height / height), columns = (int)Math.Ceiling((double)shape.Width / width);
        int top = ((rows * height) - shape.Height + 1) / 2, left = ((columns * width) - shape.Width + 1) / 2;
        double[] means = new double[shape.Channels * rows * columns];
        for (int i = 0; i < map.Length; i++)
        {
            int channel = i / shape.Positions, y = (i % shape.Positions / shape.Width) + top, x = (i % shape.Width) + left;
            if (y / height < rows && x / width < columns)
            {
                means[(((channel * rows) + (y / height)) * columns) + (x / width)] += map[i] / (height * width);
            }
        }

        return means;
    }

    private static double[] Normalized(double[] row)
    {
        double mean = row.Average(), norm = Math.Sqrt(row.Sum(v => (v - mean) * (v - mean)));
        return [.. row.Select(v => (v - mean) / (norm + 1e-8))];
    }

    private static double[] Product(double[] matrix, double[] row, int columns) => [.. matrix.Chunk(columns).Select(m => Dot(m, row))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Doubles(ReadOnlySpan<float> values) => [.. values.ToArray().Select(v => (double)v)];

    private static void AssertSlopes(Func<double> loss, double[] values, double[] gradient, string name)
    {
        const double Distance = 1e-5;
        double size = 0;
        for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / 101))
        {
            double value = values[i];
            values[i] = value + Distance;
            double above = loss();
            values[i] = value - Distance;
            double below = loss();
            values[i] = value;
            double slope = (above - below) / (2 * Distance);
            size += Math.Abs(slope);
            Assert.True(Math.Abs(slope - gradient[i]) <= 2e-6 + (1e-3 * Math.Abs(slope)), $"{name}[{i}]: gradient {gradient[i]}, slope {slope}.");
        }

        Assert.True(size > 1e-6, $"{name}: the loss does not depend on it.");
    }

    /// <summary>A layer of which nothing but its shape is asked.</summary>
    private sealed class Maps(ImageShape shape) : Layer(shape, shape, shape)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        public override IReadOnlyList<Parameter> Buffers => [];

        public override void Initialize(RandomKey key) => throw new NotSupportedException();

        public override void CountFanOut(Span<int> fanOut) => throw new NotSupportedException();

        public override MemoryNeeds Needs(int samples, int targets, bool local) => throw new NotSupportedException();

        public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory) => throw new NotSupportedException();

        public override void Learn(
            ComputeContext context, in Signal input, in Signal output, in LossGradient loss, LayerMemory memory, LayerOptimizer optimizer)
            => throw new NotSupportedException();

        public override void GradientBeforeActivation(
            ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer) => throw new NotSupportedException();

        public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient) => throw new NotSupportedException();

        public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
            => throw new NotSupportedException();
    }
}
