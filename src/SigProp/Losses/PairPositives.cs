using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Which targets of a batch are right for a sample: those of its class, or those whose previous targets are similar to its own.</summary>
/// <remarks>Pairs are told by the row of t they have: a target a sample, or one a class for all samples of the class.</remarks>
internal sealed class PairPositives
{
    private readonly LocalLossKind _kind;
    private readonly int _most;
    private readonly bool _targetPerSample;
    private float[] _similarities = [];
    private float[] _row = [];
    private float[] _counts = [];
    private float[] _right = [];
    private int _samples;
    private int _targets;

    public PairPositives(LocalLossKind kind, int topK, bool targetPerSample)
    {
        _kind = kind;
        _targetPerSample = targetPerSample;
        _most = kind switch
        {
            LocalLossKind.PairsMaxOne => 1,
            LocalLossKind.PairsTopK => topK,
            _ => int.MaxValue,
        };
    }

    /// <summary>How many samples have each target.</summary>
    public ReadOnlySpan<float> Counts => _counts.AsSpan(0, _targets);

    /// <summary>Q, the weights of the latest sample's right pairs, summed over the samples that have a target.</summary>
    public ReadOnlySpan<float> Right => _right.AsSpan(0, _targets);

    /// <summary>Takes in a batch.</summary>
    public void Prepare(ComputeContext context, in Lesson lesson, int samples, int targets)
    {
        (_samples, _targets) = (samples, targets);
        if (_right.Length < targets)
        {
            (_row, _counts, _right) = (new float[targets], new float[targets], new float[targets]);
        }

        _counts.AsSpan(0, targets).Clear();
        for (int j = 0; j < samples; j++)
        {
            _counts[TargetOf(j, lesson)]++;
        }

        if (_kind != LocalLossKind.PairsByLabel && !lesson.ContextsAreOneHot)
        {
            // A = t0 t0^T; equal rows of t0 give equal bits, so that what is as similar as can be ties.
            if (_similarities.Length < targets * targets)
            {
                _similarities = new float[checked(targets * targets)];
            }

            Gemm.Multiply(context, lesson.Contexts, false, lesson.Contexts, true, new MatrixView(_similarities, targets, targets), 0f);
        }
    }

    /// <summary>Finds what is right for a sample.</summary>
    /// <returns>s, the sum of <see cref="Right"/>.</returns>
    public float Find(in Lesson lesson, int sample)
    {
        Span<float> right = _right.AsSpan(0, _targets);
        right.Clear();
        return _kind switch
        {
            LocalLossKind.PairsByLabel => FindByLabel(lesson, sample, right),
            LocalLossKind.PairsMaxAll => FindMostSimilar(Similarities(lesson, sample), right),
            _ => FindSimilar(Similarities(lesson, sample), lesson, right),
        };
    }

    // q_ij = [y_i = y_j] / count of y_i
    private float FindByLabel(in Lesson lesson, int sample, Span<float> right)
    {
        if (!_targetPerSample || lesson.Labels.IsEmpty)
        {
            right[TargetOf(sample, lesson)] = 1f;
            return 1f;
        }

        int count = 0;
        for (int j = 0; j < right.Length; j++)
        {
            count += lesson.Labels[j] == lesson.Labels[sample] ? 1 : 0;
        }

        for (int j = 0; j < right.Length; j++)
        {
            right[j] = lesson.Labels[j] == lesson.Labels[sample] ? 1f / count : 0f;
        }

        return 1f;
    }

    // q_ij = [a_ij = max_j a_ij]
    private float FindMostSimilar(ReadOnlySpan<float> a, Span<float> right)
    {
        int best = MostSimilar(a, right);
        float sum = 0;
        for (int k = 0; best >= 0 && k < right.Length; k++)
        {
            right[k] = a[k] == a[best] ? _counts[k] : 0;
            sum += right[k];
        }

        return sum;
    }

    // The k largest a_ij; of equals the first samples.
    private float FindSimilar(ReadOnlySpan<float> a, in Lesson lesson, Span<float> right)
    {
        int taken = 0;
        while (taken < _most)
        {
            int best = MostSimilar(a, right);
            if (best < 0)
            {
                break;
            }

            for (int j = 0; j < _samples && taken < _most; j++)
            {
                int target = TargetOf(j, lesson);
                if (a[target] == a[best])
                {
                    right[target]++;
                    taken++;
                }
            }
        }

        return taken;
    }

    /// <summary>The most similar target that some sample has and that is not right yet; -1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int MostSimilar(ReadOnlySpan<float> a, ReadOnlySpan<float> right)
    {
        int best = -1;
        float most = float.NegativeInfinity;
        for (int k = 0; k < a.Length; k++)
        {
            if (a[k] > most && _counts[k] > 0 && right[k] == 0)
            {
                most = a[k];
                best = k;
            }
        }

        return best;
    }

    private ReadOnlySpan<float> Similarities(in Lesson lesson, int sample)
    {
        if (!lesson.ContextsAreOneHot)
        {
            return _similarities.AsSpan(TargetOf(sample, lesson) * _targets, _targets);
        }

        Span<float> row = _row.AsSpan(0, _targets);
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = (_targetPerSample ? lesson.Labels[k] : k) == lesson.Labels[sample] ? 1f : 0f;
        }

        return row;
    }

    private int TargetOf(int sample, in Lesson lesson) => _targetPerSample ? sample : lesson.Labels[sample];
}
