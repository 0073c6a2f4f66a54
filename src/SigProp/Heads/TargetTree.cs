using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Heads;

/// <summary>Finds the class whose target is most like an output h without comparing h with every target (section III-B, adaptive prediction): a
/// ball tree, searched by branch and bound. Each node is a ball that holds its targets; one that can hold no better target than the best so far is
/// passed over.</summary>
internal sealed class TargetTree
{
    private const int LeafSize = 8;

    // A part is smaller than its node by an eighth at least (less 1), so no path is longer than 31 / log2(8/7) and a few more; each step down
    // leaves one sibling behind.
    private const int MaxDepth = 192;

    // A bound on the relative error of one operation; sums of products are compared with this much care, times their length.
    private const double Rounding = 1.0 / (1 << 23);

    private readonly bool _byDistance;
    private readonly int _width;
    private readonly int[] _classes;
    private readonly MatrixView _targets;
    private readonly float[] _squares;
    private readonly MatrixView _centers;
    private readonly float[] _centerSquares;
    private readonly TargetTreeNode[] _nodes;
    private readonly double _largest;

    /// <summary>Builds the tree; the same targets give the same tree.</summary>
    /// <param name="targets">The class targets, [m, width], at least one; copied.</param>
    /// <param name="byDistance">Whether the least squared distance is best (Eq 7), and not the greatest dot product (Eq 6).</param>
    public TargetTree(in MatrixView targets, bool byDistance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targets.Rows, 1);
        _byDistance = byDistance;
        _width = targets.Columns;
        (_classes, _nodes, _centers) = TargetTreeBuilder.Build(targets, LeafSize);
        _centerSquares = [.. Enumerable.Range(0, _nodes.Length).Select(i => TensorPrimitives.SumOfSquares<float>(_centers.Row(i)))];

        // In the order of the leaves, so that a leaf's targets lie side by side.
        _targets = new MatrixView(new float[checked(targets.Rows * _width)], targets.Rows, _width);
        _squares = new float[targets.Rows];
        for (int i = 0; i < _classes.Length; i++)
        {
            targets.Row(_classes[i]).CopyTo(_targets.Row(i));
            _squares[i] = TensorPrimitives.SumOfSquares<float>(_targets.Row(i));
            _largest = Math.Max(_largest, Math.Sqrt(_squares[i]));
        }
    }

    /// <summary>The class whose target is most like <paramref name="h"/>; of equals the lowest.</summary>
    /// <param name="h">An output, [width]; all finite.</param>
    /// <param name="budget">0 for the best of all classes; else the search stops after so many comparisons, with the best found until then.</param>
    /// <param name="compared">How often h was compared with a target or with a node's center, which costs the same.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<float> h, int budget, out int compared)
    {
        float hh = TensorPrimitives.SumOfSquares(h);
        double norm = Math.Sqrt(hh), slack = Slack(norm);
        int best = -1;
        float bestScore = 0;
        Span<int> pending = stackalloc int[MaxDepth];
        Span<double> bounds = stackalloc double[MaxDepth];
        (pending[0], bounds[0]) = (0, double.PositiveInfinity);
        int count = 1;
        compared = 0;
        while (count > 0)
        {
            TargetTreeNode node = _nodes[pending[--count]];

            // Not where the bound equals the best: the node may hold an equal target of a lower class.
            if (best >= 0 && bounds[count] + slack < bestScore)
            {
                continue;
            }

            if (best >= 0 && budget > 0 && compared >= budget)
            {
                break;
            }

            if (node.Right > 0)
            {
                // The part whose center is nearer first, that is onto the stack last: by its bound the wider one would often win.
                int left = pending[count] + 1, right = node.Right;
                (double boundLeft, double nearLeft) = Bound(h, norm, left);
                (double boundRight, double nearRight) = Bound(h, norm, right);
                compared += 2;
                bool leftFirst = nearLeft >= nearRight;
                (pending[count], bounds[count]) = leftFirst ? (right, boundRight) : (left, boundLeft);
                (pending[count + 1], bounds[count + 1]) = leftFirst ? (left, boundLeft) : (right, boundRight);
                count += 2;
                continue;
            }

            for (int i = node.First; i < node.First + node.Count && !(best >= 0 && budget > 0 && compared >= budget); i++)
            {
                // h . t, or -|h - t|^2 = 2 h . t - |t|^2 - |h|^2, as the head computes them
                float dot = TensorPrimitives.Dot(h, _targets.Row(i));
                float score = _byDistance ? (2f * dot) - _squares[i] - hh : dot;
                compared++;
                if (best < 0 || score > bestScore || (score == bestScore && _classes[i] < best))
                {
                    (best, bestScore) = (_classes[i], score);
                }
            }
        }

        return best;
    }

    // The best score within a ball of radius r around c, h . c + |h| r or -max(0, |h - c| - r)^2; and a number that is greater for a nearer c.
    private (double Bound, double Nearness) Bound(ReadOnlySpan<float> h, double norm, int node)
    {
        ReadOnlySpan<float> center = _centers.Row(node);
        double radius = _nodes[node].Radius;
        if (!_byDistance)
        {
            double dot = TensorPrimitives.Dot(h, center);
            return (dot + (norm * radius), (2 * dot) - _centerSquares[node]);
        }

        double distance = TensorPrimitives.Distance(h, center), least = Math.Max(0, distance - radius);
        return (-least * least, -distance);
    }

    // What rounding may add to a score or take from a bound, in the worst case: the search must not pass over the best for its sake.
    private double Slack(double norm)
        => Rounding * (_width + 8) * (_byDistance ? (norm + _largest) * (norm + _largest) * 4 : norm * _largest * 4);
}
