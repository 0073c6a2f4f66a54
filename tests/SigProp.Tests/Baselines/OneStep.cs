using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Baselines;

/// <summary>A step of plain descent with a learning rate of 1, after which a network's tensors have moved by its gradients.</summary>
internal static class OneStep
{
    public const int Rows = 8;

    public static readonly RandomKey Key = RandomKey.FromSeed(4);

    /// <summary>Rows with classes and values, of which the second weighs nothing and the others unequally where <paramref name="weighted"/>.</summary>
    public static Batch Batch(NetworkSpec spec, bool weighted)
    {
        var batch = new Batch(Rows, spec.Inputs, spec.Outputs) { Count = Rows, IsWeighted = weighted };
        Given.Uniform(Rows * spec.Inputs, 3).CopyTo(batch.Features, 0);
        Given.Uniform(Rows * spec.Outputs, 5).CopyTo(batch.Values, 0);
        for (int i = 0; i < Rows; i++)
        {
            batch.Labels[i] = i % Math.Max(1, spec.Classes);
            batch.Weights[i] = 0.5f * (i == 1 ? 0 : i);
        }

        return batch;
    }

    /// <summary>What a step of a rule takes from each tensor of a copy of the network.</summary>
    /// <param name="network">The network, which stays as it is.</param>
    /// <param name="kind">The rule.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="prepare">What is done to the rule before the step.</param>
    public static Dictionary<string, float[]> Gradients(Network network, LearningRuleKind kind, Batch batch, Action<Network, LearningRule>? prepare = null)
    {
        Network copy = Network.Create(network.Spec);
        Given.Copy(network, copy);
        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(kind, copy, context, Rows, new SgdSpec { LearningRate = 1f });
        prepare?.Invoke(copy, rule);
        rule.Step(batch, Key, new LossValue[rule.LossNames.Count]);
        return network.Tensors.ToDictionary(
            t => t.Name, t => network.GetTensor(t.Name).ToArray().Zip(copy.GetTensor(t.Name).ToArray(), (before, after) => before - after).ToArray());
    }

    /// <summary>Holds all gradients against others, of which the weights' are none of them 0 throughout.</summary>
    public static void AssertSame(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual, float tolerance)
    {
        foreach ((string name, float[] gradient) in expected)
        {
            float largest = gradient.Max(Math.Abs);
            Assert.True(largest > 1e-3f || !name.EndsWith("weight", StringComparison.Ordinal) || name.StartsWith("targets", StringComparison.Ordinal), name);
            for (int i = 0; i < gradient.Length; i++)
            {
                Assert.True(Math.Abs(gradient[i] - actual[name][i]) <= tolerance * (1 + largest), $"{name}[{i}]: {gradient[i]} and {actual[name][i]}.");
            }
        }
    }

    /// <summary>A matrix with its inverse: H1 diag(s) H2 with reflections H = I - 2 v v^T / |v|^2; orthogonal where all s are 1.</summary>
    public static (float[] Matrix, float[] Inverse) Invertible(int size, int seed, float stretch)
    {
        double[,] left = Reflection(size, seed), right = Reflection(size, seed + 1);
        float[] matrix = new float[size * size], inverse = new float[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double forth = 0, back = 0;
                for (int k = 0; k < size; k++)
                {
                    double s = 1 + (stretch * k / size);
                    forth += left[i, k] * s * right[k, j];
                    back += right[i, k] / s * left[k, j];
                }

                matrix[(i * size) + j] = (float)forth;
                inverse[(i * size) + j] = (float)back;
            }
        }

        return (matrix, inverse);
    }

    /// <summary>a b, row by row, of [rows, inner] and [inner, columns].</summary>
    public static float[] Product(float[] a, float[] b, int inner)
    {
        int rows = a.Length / inner, columns = b.Length / inner;
        return [.. Enumerable.Range(0, rows * columns).Select(
            at => (float)Enumerable.Range(0, inner).Sum(k => (double)a[(at / columns * inner) + k] * b[(k * columns) + (at % columns)]))];
    }

    public static float[] Transpose(float[] a, int columns)
        => [.. Enumerable.Range(0, a.Length).Select(at => a[(at % (a.Length / columns) * columns) + (at / (a.Length / columns))])];

    private static double[,] Reflection(int size, int seed)
    {
        float[] v = Given.Uniform(size, seed);
        double squares = v.Sum(x => (double)x * x);
        var matrix = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                matrix[i, j] = (i == j ? 1 : 0) - (2 * v[i] * v[j] / squares);
            }
        }

        return matrix;
    }
}
