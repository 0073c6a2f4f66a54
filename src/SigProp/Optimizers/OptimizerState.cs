using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>What one layer's optimizer remembers from step to step: how many steps it has taken, and the moments of its parameters.</summary>
internal sealed class OptimizerState
{
    /// <param name="parameters">What learns.</param>
    /// <param name="slots">How many moments each number has: 0, 1 or 2.</param>
    /// <param name="holdsMoments">Whether the moments are here; otherwise their arrays are empty until some are put there.</param>
    public OptimizerState(IReadOnlyList<TensorInfo> parameters, int slots, bool holdsMoments = true)
    {
        Parameters = parameters;
        First = [.. parameters.Select(p => new float[holdsMoments && slots >= 1 ? checked(p.Rows * p.Columns) : 0])];
        Second = [.. parameters.Select(p => new float[holdsMoments && slots >= 2 ? checked(p.Rows * p.Columns) : 0])];
        Slots = slots;
    }

    /// <summary>How many moments each number has: 0, 1 or 2.</summary>
    public int Slots { get; }

    /// <summary>Name and shape of what learns.</summary>
    public IReadOnlyList<TensorInfo> Parameters { get; }

    /// <summary>Steps taken, for the correction of the moments' bias.</summary>
    public int Steps { get; set; }

    /// <summary>The first moments of each parameter, row by row; empty where the rule has none.</summary>
    public float[][] First { get; }

    /// <summary>The second moments of each parameter, row by row; empty where the rule has none.</summary>
    public float[][] Second { get; }

    /// <summary>All moments with the parameters they belong to, in the order in which they are saved.</summary>
    public IEnumerable<(string Name, float[] Values)> Moments()
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Slots >= 1)
            {
                yield return ($"{Parameters[i].Name} (first moments)", First[i]);
            }

            if (Slots >= 2)
            {
                yield return ($"{Parameters[i].Name} (second moments)", Second[i]);
            }
        }
    }

    /// <summary>Shows everything, in the order in which it is saved.</summary>
    public void Walk(StateWalk walk)
    {
        int steps = Steps;
        walk.Visit(ref steps);
        Steps = steps;
        foreach ((_, float[] values) in Moments())
        {
            walk.Visit(values);
        }
    }

    /// <summary>Copies everything to a state of the same parameters, and allocates nothing where that holds its moments.</summary>
    public void CopyTo(OptimizerState other)
    {
        other.Steps = Steps;
        for (int i = 0; i < First.Length; i++)
        {
            other.First[i] = Copy(First[i], other.First[i]);
            other.Second[i] = Copy(Second[i], other.Second[i]);
        }
    }

    /// <summary>The same state of parameters that have grown by rows or columns at their ends; what is new has no moments yet.</summary>
    public OptimizerState Grow(IReadOnlyList<TensorInfo> parameters)
    {
        var grown = new OptimizerState(parameters, Slots) { Steps = Steps };
        for (int i = 0; i < parameters.Count; i++)
        {
            Copy(First[i], Parameters[i], grown.First[i], parameters[i]);
            Copy(Second[i], Parameters[i], grown.Second[i], parameters[i]);
        }

        return grown;
    }

    private static float[] Copy(float[] from, float[] to)
    {
        to = to.Length == from.Length ? to : new float[from.Length];
        from.CopyTo(to, 0);
        return to;
    }

    private static void Copy(float[] from, TensorInfo shape, float[] to, TensorInfo grown)
    {
        for (int row = 0; from.Length > 0 && row < shape.Rows; row++)
        {
            from.AsSpan(row * shape.Columns, shape.Columns).CopyTo(to.AsSpan(row * grown.Columns));
        }
    }
}
