using SigProp.Continuous;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>The states in which the free phase of each training row ended, for the next time it is seen.</summary>
internal sealed class StateMemory
{
    private readonly Dictionary<long, float[]> _states = [];
    private long _numbers;

    public long Bytes => sizeof(float) * _numbers;

    /// <summary>Hands rows seen before their states; those of others stay as they are.</summary>
    public void Restore(Settling to, CoupledStates network, long[] rows, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_states.TryGetValue(rows[i], out float[]? kept))
            {
                int at = 0;
                for (int layer = 0; layer <= network.Hidden; layer++)
                {
                    Span<float> row = to.Free(layer, count).Row(i);
                    kept.AsSpan(at, row.Length).CopyTo(row);
                    at += row.Length;
                }
            }
        }
    }

    /// <summary>Shows everything, by the rows' numbers.</summary>
    public void Walk(StateWalk walk, CoupledStates network)
    {
        int count = _states.Count;
        walk.Visit(ref count);
        long[] rows = walk.Fills ? new long[count] : [.. _states.Keys.Order()];
        walk.Visit(rows);
        foreach (long row in rows)
        {
            walk.Visit(Of(row, network));
        }
    }

    public void Keep(Settling from, CoupledStates network, long[] rows, int count)
    {
        for (int i = 0; i < count; i++)
        {
            float[] kept = Of(rows[i], network);
            int at = 0;
            for (int layer = 0; layer <= network.Hidden; layer++)
            {
                MatrixView states = from.Free(layer, count);
                states.Row(i).CopyTo(kept.AsSpan(at));
                at += states.Columns;
            }
        }
    }

    private float[] Of(long row, CoupledStates network)
    {
        if (!_states.TryGetValue(row, out float[]? kept))
        {
            kept = new float[network.Units];
            _states.Add(row, kept);
            _numbers += kept.Length;
        }

        return kept;
    }
}
