using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Losses;

/// <summary>The losses word for word, in double precision and without any shortcut: all pairs are laid out.</summary>
internal sealed class ReferenceLoss
{
    public required LocalLossKind Kind { get; init; }

    public int TopK { get; init; } = 1;

    public double Scale { get; init; } = 1;

    public bool TargetPerSample { get; init; }

    public int[] Labels { get; init; } = [];

    public float[] Weights { get; init; } = [];

    public float[] Values { get; init; } = [];

    public float[] Centers { get; init; } = [];

    /// <summary>Contexts, rows as the rows of t.</summary>
    public double[][] Contexts { get; init; } = [];

    public double Loss(double[][] h, double[][] t)
        => h.Select((row, i) => (Weights.Length == 0 ? 1.0 : Weights[i]) * Row(h, t, i)).Sum() / h.Length;

    public static double[][] Rows(MatrixView a)
        => [.. Enumerable.Range(0, a.Rows).Select(i => Array.ConvertAll(a.Row(i).ToArray(), v => (double)v))];

    private double Row(double[][] h, double[][] t, int i)
    {
        double[] z = [.. t.Select(b => Scale * (Kind == LocalLossKind.SquaredDistance ? -Distance(h[i], b) : Dot(h[i], b)))];
        if (Kind == LocalLossKind.Expectation)
        {
            double sum = z.Sum(Math.Exp), expected = z.Zip(Centers, (v, c) => Math.Exp(v) * c / sum).Sum();
            double[] bump = [.. Centers.Select(c => Math.Exp(-0.5 * Math.Pow((c - Values[i]) / ExpectationLoss.BumpWidth, 2)))];
            double crossEntropy = Math.Log(sum) - z.Zip(bump, (v, q) => v * q / bump.Sum()).Sum();
            return ((expected - Values[i]) * (expected - Values[i])) + (ExpectationLoss.BumpWeight * crossEntropy);
        }

        if (Kind is LocalLossKind.Dot or LocalLossKind.SquaredDistance)
        {
            return Math.Log(z.Sum(v => Math.Exp(v - z[Labels[i]])));
        }

        int[] columns = [.. Enumerable.Range(0, h.Length).Select(Target)];
        double[] pairs = [.. columns.Select(c => z[c])];
        double logSum = Math.Log(pairs.Sum(Math.Exp));
        return Right(i, columns).Zip(pairs, (q, v) => q * (logSum - v)).Sum();
    }

    private double[] Right(int i, int[] columns)
    {
        bool[] same = [.. columns.Select((_, j) => Labels.Length == 0 ? j == i : Labels[j] == Labels[i])];
        double[] a = [.. columns.Select(c => Contexts.Length == 0 ? 0 : Dot(Contexts[Target(i)], Contexts[c]))];
        int[] order = [.. Enumerable.Range(0, a.Length).OrderByDescending(j => a[j])];
        return Kind switch
        {
            LocalLossKind.PairsByLabel => [.. same.Select(s => s ? 1.0 / same.Count(v => v) : 0)],
            LocalLossKind.PairsMaxAll => [.. a.Select(v => v == a.Max() ? 1.0 : 0)],
            LocalLossKind.PairsMaxOne => [.. a.Select((_, j) => j == order[0] ? 1.0 : 0)],
            _ => [.. a.Select((_, j) => order.Take(TopK).Contains(j) ? 1.0 : 0)],
        };
    }

    private int Target(int sample) => TargetPerSample ? sample : Labels[sample];

    // The first columns of the longer: what the shorter lacks is 0, or the same for all.
    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Distance(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
