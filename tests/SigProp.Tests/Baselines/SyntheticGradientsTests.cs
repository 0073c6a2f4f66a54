using SigProp.Baselines;
using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Tests.Baselines;

public sealed class SyntheticGradientsTests
{
    private const int First = 7, Second = 6, Outputs = 2;

    /// <summary>Of a linear output's squared error the gradient is linear in the last output and in the values, and below linear layers it stays so: there
    /// are exact predictors.</summary>
    [Theory]
    [InlineData(0f, false)]
    [InlineData(0.3f, false)]
    [InlineData(0f, true)]
    public void Exact_predictors_give_backpropagation(float dropout, bool weighted)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(5, Outputs)
            .Add(new DenseSpec(First) { Activation = Activation.Tanh, Dropout = dropout }).Dense(Second, Activation.Identity).Build();
        Network network = Network.Create(spec, 3);
        Batch batch = OneStep.Batch(spec, weighted);
        float[][] learned = [];
        float[][] exact = [];
        LearningRule? taught = null;
        Dictionary<string, float[]> synthetic = OneStep.Gradients(network, LearningRuleKind.SyntheticGradients, batch, (copy, rule) =>
        {
            taught = rule;
            exact = MakeExact(copy, (SyntheticGradients)rule);
        });
        OneStep.AssertSame(OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch), synthetic, 2e-6f);

        // What is exact has nothing to learn.
        learned = [.. ((SyntheticGradients)taught!).Predictors.SelectMany(p => p.Map.Parameters).Select(p => p.Values.ToArray())];
        Assert.All(exact.SelectMany(e => e).Zip(learned.SelectMany(l => l)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Predictors_begin_at_0_so_that_the_first_step_moves_the_prediction_layer_alone()
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(7).Dense(6).Build();
        Dictionary<string, float[]> gradients = OneStep.Gradients(Network.Create(spec, 3), LearningRuleKind.SyntheticGradients, OneStep.Batch(spec, false));
        Assert.All(gradients, g => Assert.Equal(g.Key.StartsWith("head", StringComparison.Ordinal), g.Value.Any(v => v != 0)));
    }

    /// <summary>The last predictor descends the mean square of what it is wrong by; those below learn what becomes of its prediction.</summary>
    [Fact]
    public void A_predictor_descends_its_squared_error()
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(7).Build();
        Network network = Network.Create(spec, 3);
        Batch batch = OneStep.Batch(spec, weighted: true);
        GradientPredictor? predictor = null;
        OneStep.Gradients(network, LearningRuleKind.SyntheticGradients, batch, (_, rule) => predictor = ((SyntheticGradients)rule).Predictors[0]);

        // From 0 the bias moves by 2/n sum_i w_i dl_i/dh, which is twice the gradient of the batch's mean, added up.
        using var context = new ComputeContext(1);
        float[] h = new float[OneStep.Rows * 7], scores = new float[OneStep.Rows * 3], gradient = new float[OneStep.Rows * 7];
        var output = new MatrixView(h, OneStep.Rows, 7);
        network.Stages[0].Forward(context, new Signal(batch.X, default), new Signal(output, default), null);
        var error = new MatrixView(scores, OneStep.Rows, 3);
        network.Head.Evaluate(context, output, batch.Lesson(default), error);
        network.Head.PropagateError(context, error, new MatrixView(gradient, OneStep.Rows, 7));
        for (int j = 0; j < 7; j++)
        {
            double sum = Enumerable.Range(0, OneStep.Rows).Sum(i => (double)gradient[(i * 7) + j]);
            Assert.Equal(2 * sum, predictor!.Map.Parameters[1].Values[j], 1e-6);
        }
    }

    [Fact]
    public void Memory_for_signals_grows_with_the_predictors_alone()
    {
        using var context = new ComputeContext(1);
        long Bytes(int layers)
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(20, 3);
            for (int i = 0; i < layers; i++)
            {
                builder.Dense(20);
            }

            return Given.Rule(LearningRuleKind.SyntheticGradients, Network.Create(builder.Build()), context, 16).SignalBytes;
        }

        // An input and a prediction for 16 rows, and a map of 20 x 23 and 20 biases with two moments each.
        Assert.Equal(4 * ((16 * (23 + 20)) + (3 * 20 * 24)), Bytes(5) - Bytes(4), 200.0);
    }

    // dl/dy = 2 (y - y*), y = V h + c: dl/dh_2 = 2 V^T V h_2 - 2 V^T y* + 2 V^T c; h_2 = W h_1 + b: dl/dh_1 = W^T dl/dh_2
    private static float[][] MakeExact(Network network, SyntheticGradients rule)
    {
        float[] v = network.GetTensor("head.weight").ToArray(), w = network.GetTensor("layer2.weight").ToArray();
        float[] twice = [.. OneStep.Transpose(v, Second).Select(x => 2 * x)], down = OneStep.Transpose(w, First);
        float[] a = OneStep.Product(twice, v, Outputs), constant = OneStep.Product(twice, network.GetTensor("head.bias").ToArray(), Outputs);
        float[] values = [.. twice.Select(x => -x)];
        float[] above = OneStep.Product(a, network.GetTensor("layer2.bias").ToArray(), Second);
        Set(rule.Predictors[1], a, Second, values, constant);
        Set(rule.Predictors[0], OneStep.Product(OneStep.Product(down, a, Second), w, Second), First, OneStep.Product(down, values, Second),
            OneStep.Product(down, [.. above.Zip(constant, (x, y) => x + y)], Second));
        return [.. rule.Predictors.SelectMany(p => p.Map.Parameters).Select(p => p.Values.ToArray())];
    }

    private static void Set(GradientPredictor predictor, float[] a, int width, float[] b, float[] bias)
    {
        Span<float> weight = predictor.Map.Parameters[0].Values;
        for (int i = 0; i < width; i++)
        {
            a.AsSpan(i * width, width).CopyTo(weight[(i * (width + Outputs))..]);
            b.AsSpan(i * Outputs, Outputs).CopyTo(weight[((i * (width + Outputs)) + width)..]);
        }

        bias.CopyTo(predictor.Map.Parameters[1].Values);
    }
}
