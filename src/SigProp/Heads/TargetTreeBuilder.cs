using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Heads;

/// <summary>Builds the nodes of a <see cref="TargetTree"/>: each is cut into the two parts that lie closest together.</summary>
internal sealed class TargetTreeBuilder
{
    /// <summary>A node's part has at least one target in so many.</summary>
    public const int LeastPart = 8;

    private const int Rounds = 3;

    private readonly MatrixView _targets;
    private readonly int _leafSize;
    private readonly int[] _classes;
    private readonly float[] _keys;
    private readonly double[] _sum;
    private readonly Comparer<int> _byKey;
    private readonly List<TargetTreeNode> _nodes = [];
    private readonly List<float[]> _centers = [];

    private TargetTreeBuilder(in MatrixView targets, int leafSize)
    {
        _targets = targets;
        _leafSize = leafSize;
        _classes = [.. Enumerable.Range(0, targets.Rows)];
        _keys = new float[targets.Rows];
        _sum = new double[targets.Columns];
        _byKey = Comparer<int>.Create((a, b) => _keys[a] != _keys[b] ? _keys[a].CompareTo(_keys[b]) : a.CompareTo(b));
    }

    /// <returns>The classes in the order of the leaves; the nodes, each before its left part and that before its right; the nodes' centers.</returns>
    public static (int[] Classes, TargetTreeNode[] Nodes, MatrixView Centers) Build(in MatrixView targets, int leafSize)
    {
        var builder = new TargetTreeBuilder(targets, leafSize);
        builder.Add(0, targets.Rows);
        float[] centers = new float[checked(builder._centers.Count * targets.Columns)];
        for (int i = 0; i < builder._centers.Count; i++)
        {
            builder._centers[i].CopyTo(centers.AsSpan(i * targets.Columns));
        }

        return (builder._classes, [.. builder._nodes], new MatrixView(centers, builder._centers.Count, targets.Columns));
    }

    private int Add(int first, int count)
    {
        int node = _nodes.Count;
        float[] center = Mean(first, count);
        (int farthest, double radius) = Farthest(first, count, center);
        _centers.Add(center);
        _nodes.Add(new TargetTreeNode(first, count, 0, radius));
        if (count > _leafSize)
        {
            int left = Cut(first, count, farthest);
            Add(first, left);
            int right = Add(first + left, count - left);
            _nodes[node] = _nodes[node] with { Right = right };
        }

        return node;
    }

    // Two means (Lloyd 1982), from two targets far apart: clusters stay whole as far as they can, and the nearer center tells in which part a
    // target near h most likely is. Cut in the middle where one part would be too small, so that paths stay short.
    private int Cut(int first, int count, int farthest)
    {
        ReadOnlySpan<float> one = _targets.Row(farthest), other = _targets.Row(Farthest(first, count, one).Class);
        int left = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = first; i < first + count; i++)
            {
                ReadOnlySpan<float> row = _targets.Row(_classes[i]);
                _keys[_classes[i]] = TensorPrimitives.Distance(row, one) - TensorPrimitives.Distance(row, other);
            }

            // Equals by class: a sort without equals has one result.
            Array.Sort(_classes, first, count, _byKey);
            for (left = 0; left < count && _keys[_classes[first + left]] <= 0; left++)
            {
            }

            left = Math.Min(left, count - left) < count / LeastPart ? count / 2 : left;
            one = Mean(first, left);
            other = Mean(first + left, count - left);
        }

        return left;
    }

    private float[] Mean(int first, int count)
    {
        Array.Clear(_sum);
        for (int i = first; i < first + count; i++)
        {
            ReadOnlySpan<float> row = _targets.Row(_classes[i]);
            for (int j = 0; j < row.Length; j++)
            {
                _sum[j] += row[j];
            }
        }

        return [.. _sum.Select(s => (float)(s / count))];
    }

    // Of equals the lowest class.
    private (int Class, double Distance) Farthest(int first, int count, ReadOnlySpan<float> from)
    {
        (int farthest, double distance) = (-1, -1);
        for (int i = first; i < first + count; i++)
        {
            double d = TensorPrimitives.Distance(_targets.Row(_classes[i]), from);
            if (d > distance || (d == distance && _classes[i] < farthest))
            {
                (farthest, distance) = (_classes[i], d);
            }
        }

        return (farthest, distance);
    }
}
