using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Optimizers;

/// <summary>Every optimizer against its equation, on every problem.</summary>
public sealed class OptimizerTests
{
    // Rows of 37 numbers enough for several blocks.
    private const int Rows = 2500;

    private const int Steps = 20;

    private static readonly Dictionary<string, OptimizerSpec> s_optimizers = new()
    {
        ["descent"] = new SgdSpec { LearningRate = 0.05f },
        ["momentum"] = new SgdSpec { LearningRate = 0.05f, Momentum = 0.9f },
        ["nesterov"] = new SgdSpec { LearningRate = 0.05f, Momentum = 0.8f, Nesterov = true },
        ["adam"] = new AdamSpec { LearningRate = 0.02f },
        ["adam, other constants"] = new AdamSpec { LearningRate = 0.02f, Beta1 = 0.7f, Beta2 = 0.95f, Epsilon = 1e-3f },
        ["adamw"] = new AdamWSpec { LearningRate = 0.02f },
        ["adamw, other constants"] = new AdamWSpec { LearningRate = 0.02f, Beta1 = 0.7f, Beta2 = 0.95f, Epsilon = 1e-3f, WeightDecay = 0 },
    };

    // Each gives the gradients of a step from the values.
    private static readonly Dictionary<string, Func<float, int, int, float>> s_problems = new()
    {
        ["bowl"] = (w, i, step) => w - (0.1f * i),
        ["valley"] = (w, i, step) => (1 + (10 * (i % 5))) * w,
        ["quartic"] = (w, i, step) => w * w * w,
        ["noise"] = (w, i, step) => MathF.Sin((i * 12.9898f) + (step * 78.233f)),
        ["rare"] = (w, i, step) => step % 7 == i % 7 ? 3f : 0f,
    };

    public static MatrixTheoryData<string, string, float, float> Table()
        => new([.. s_optimizers.Keys], [.. s_problems.Keys], [0f, 0.3f], [0f, 0.5f]);

    [Theory]
    [MemberData(nameof(Table))]
    public void Twenty_steps_are_those_of_the_equation(string optimizer, string problem, float weightDecay, float clipNorm)
    {
        OptimizerSpec spec = s_optimizers[optimizer] with { WeightDecay = weightDecay };

        // Rows of 37: whole vectors of every width, and a remainder.
        Parameter[] parameters = [new("weight", 3, 37, isWeight: true), new("bias", 1, 37, isWeight: false), new("short", 1, 3, isWeight: false)];
        foreach (Parameter parameter in parameters)
        {
            Given.Uniform(parameter.Values.Length, parameter.Rows).CopyTo(parameter.Values);
        }

        double[][] expected = [.. parameters.Select(p => Array.ConvertAll(p.Values.ToArray(), v => (double)v))];
        var reference = new ReferenceOptimizer(spec, clipNorm, [.. expected.Select(e => e.Length)]);
        using var context = new ComputeContext(1);
        var layer = new LayerOptimizer(spec, clipNorm, parameters, new float[LayerOptimizer.GradientLength(parameters) + 1]);
        for (int step = 0; step < Steps; step++)
        {
            for (int p = 0; p < parameters.Length; p++)
            {
                Func<float, int, int, float> slope = s_problems[problem];
                Span<float> gradient = layer.Gradient(p).Elements;
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] = slope(parameters[p].Values[i], i, step);
                }
            }

            double[][] gradients = [.. parameters.Select((_, p) => Array.ConvertAll(layer.Gradient(p).Elements.ToArray(), v => (double)v))];
            layer.LearningRate = spec.LearningRate * (1 + (0.1f * step));
            reference.Step(expected, gradients, layer.LearningRate);
            layer.Update(context);
        }

        for (int p = 0; p < parameters.Length; p++)
        {
            AssertClose(expected[p], parameters[p].Values, parameters[p].Name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Blocks_of_rows_on_several_threads_give_the_bits_of_rows_one_by_one(string optimizer)
    {
        OptimizerSpec spec = s_optimizers[optimizer];
        float[] byRow = Values(spec, 1, (layer, _) =>
        {
            layer.BeginStep();
            for (int row = 0; row < Rows; row++)
            {
                layer.UpdateRows(0, row, 1);
            }
        });
        Assert.Equal(byRow, Values(spec, 1, (layer, context) => layer.Update(context)));
        Assert.Equal(byRow, Values(spec, 3, (layer, context) => layer.Update(context)));
    }

    public static TheoryData<string> Names() => [.. s_optimizers.Keys];

    private static float[] Values(OptimizerSpec spec, int threads, Action<LayerOptimizer, ComputeContext> update)
    {
        using var context = new ComputeContext(threads);
        var parameter = new Parameter("weight", Rows, 37, isWeight: true);
        Given.Uniform(parameter.Values.Length, 1).CopyTo(parameter.Values);
        var layer = new LayerOptimizer(spec, 0f, [parameter], new float[parameter.Values.Length]) { LearningRate = 0.1f };
        for (int step = 0; step < 3; step++)
        {
            Given.Uniform(parameter.Values.Length, step + 2).CopyTo(layer.Gradient(0).Elements);
            update(layer, context);
        }

        return parameter.Values.ToArray();
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual, string name)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = 2e-5 + (2e-5 * Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{name}[{i}]: {actual[i]}, expected {expected[i]}.");
        }
    }
}
