using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>What one optimizer changes, kept in 16 bits: parameters as they are, first moments scaled, and of second moments the roots, scaled, for these are
/// squares of gradients and would vanish.</summary>
internal sealed class HalfLearner
{
    private readonly LayerOptimizer _optimizer;
    private readonly HalfScratch _scratch;
    private readonly HalfTensor[] _values;
    private readonly HalfTensor[] _first;
    private readonly HalfTensor[] _second;
    private int _steps;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="scratch">Where its numbers are expanded while it works.</param>
    public HalfLearner(LayerOptimizer optimizer, HalfScratch scratch)
    {
        _optimizer = optimizer;
        _scratch = scratch;
        int slots = optimizer.State.Slots;
        _values = [.. optimizer.Parameters.Select(p => new HalfTensor(p.Length, HalfForm.Plain))];
        _first = [.. optimizer.Parameters.Select(p => new HalfTensor(slots >= 1 ? p.Length : 0, HalfForm.Scaled))];
        _second = [.. optimizer.Parameters.Select(p => new HalfTensor(slots >= 2 ? p.Length : 0, HalfForm.ScaledRoot))];
    }

    public long Bytes => _values.Concat(_first).Concat(_second).Sum(t => t.Bytes);

    private OptimizerState State => _optimizer.State;

    /// <summary>Takes what the network and the optimizer hold in 32 bits over, to the nearest of 16.</summary>
    public void TakeOver(ComputeContext context)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Store(context, _optimizer.Parameters[i].View.Array, null);
            TakeOver(context, _first[i], State.First, i);
            TakeOver(context, _second[i], State.Second, i);
        }
    }

    /// <summary>Expands everything for a step.</summary>
    public void Lend(ComputeContext context)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Load(context, _scratch.Values(i));
            _optimizer.Parameters[i].Lend(_scratch.Values(i));
            State.First[i] = _scratch.First(i);
            State.Second[i] = _scratch.Second(i);
            _first[i].Load(context, State.First[i]);
            _second[i].Load(context, State.Second[i]);
        }
    }

    /// <summary>Takes back what a step has changed.</summary>
    /// <param name="context">The threads.</param>
    /// <param name="key">The randomness of the rounding.</param>
    public void TakeBack(ComputeContext context, RandomKey key)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Store(context, _scratch.Values(i), (uint)key.Split(3 * i).Value);
            _first[i].Store(context, _scratch.First(i), (uint)key.Split((3 * i) + 1).Value);
            _second[i].Store(context, _scratch.Second(i), (uint)key.Split((3 * i) + 2).Value);
        }

        Release();
    }

    /// <summary>Nobody may ask for the numbers until they are lent, or expanded.</summary>
    public void Release()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _optimizer.Parameters[i].Lend(null);
            (State.First[i], State.Second[i]) = ([], []);
        }
    }

    /// <summary>Gives the network its parameters, in memory of their own, which are the same in 32 bits.</summary>
    public void Expand(ComputeContext context)
    {
        Release();
        for (int i = 0; i < _values.Length; i++)
        {
            float[] own = new float[_values[i].Length];
            _values[i].Load(context, own);
            _optimizer.Parameters[i].Lend(own);
        }
    }

    /// <summary>Gives the optimizer its moments, in memory of their own, which are the same in 32 bits.</summary>
    public void ExpandMoments(ComputeContext context)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            State.First[i] = new float[_first[i].Length];
            State.Second[i] = new float[_second[i].Length];
            _first[i].Load(context, State.First[i]);
            _second[i].Load(context, State.Second[i]);
        }
    }

    /// <summary>Makes another learner of the same parameters the same; it need not be the optimizer's.</summary>
    public void CopyTo(HalfLearner other)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(other._values[i]);
            _first[i].CopyTo(other._first[i]);
            _second[i].CopyTo(other._second[i]);
        }
    }

    /// <summary>Keeps the number of steps taken.</summary>
    public void KeepSteps() => _steps = State.Steps;

    /// <summary>Goes back to the number of steps kept.</summary>
    public void RestoreSteps() => State.Steps = _steps;

    private static void TakeOver(ComputeContext context, HalfTensor to, float[][] moments, int index)
    {
        if (moments[index].Length > 0)
        {
            to.Store(context, moments[index], null);
        }
    }
}
