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
    private RandomKey _key;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="scratch">Where its parameters are expanded while it works.</param>
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

    /// <summary>Expands the parameters for a step.</summary>
    /// <param name="context">The threads.</param>
    /// <param name="key">The randomness of the rounding.</param>
    public void Lend(ComputeContext context, RandomKey key)
    {
        _key = key;
        _optimizer.Halves = this;
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Load(context, _scratch.Values(i));
            _optimizer.Parameters[i].Lend(_scratch.Values(i));
        }
    }

    /// <summary>Changes a parameter by its gradient. Of its moments a block at a time is expanded, and rounded again.</summary>
    public void Update(ComputeContext context, int parameter)
    {
        int blocks = _values[parameter].Blocks;
        context.Run(blocks > 1, blocks, new UpdateHalves(this, parameter));
    }

    /// <summary>Changes one block; safe on several threads at once for different blocks.</summary>
    public void UpdateBlock(int parameter, int block)
    {
        (int start, int count) = _values[parameter].Block(block);
        Span<float> moments = stackalloc float[2 * HalfTensor.BlockLength];
        Span<float> first = Moments(_first[parameter], moments[..count]), second = Moments(_second[parameter], moments.Slice(HalfTensor.BlockLength, count));
        if (first.Length > 0)
        {
            _first[parameter].LoadBlock(block, first);
        }

        if (second.Length > 0)
        {
            _second[parameter].LoadBlock(block, second);
        }

        _optimizer.UpdateRun(parameter, start, _scratch.Values(parameter).AsSpan(start, count), first, second);
        if (first.Length > 0)
        {
            _first[parameter].StoreBlock(block, first, (uint)_key.Split((3 * parameter) + 1).Value);
        }

        if (second.Length > 0)
        {
            _second[parameter].StoreBlock(block, second, (uint)_key.Split((3 * parameter) + 2).Value);
        }
    }

    /// <summary>Takes back the parameters that a step has changed.</summary>
    public void TakeBack(ComputeContext context)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Store(context, _scratch.Values(i), (uint)_key.Split(3 * i).Value);
        }

        Release();
    }

    /// <summary>Nobody may ask for the numbers until they are lent, or expanded.</summary>
    public void Release()
    {
        _optimizer.Halves = null;
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

    /// <summary>Shows everything, with the number of steps kept.</summary>
    public void Walk(StateWalk walk)
    {
        walk.Visit(ref _steps);
        foreach (HalfTensor tensor in _values.Concat(_first).Concat(_second))
        {
            tensor.Walk(walk);
        }
    }

    /// <summary>Keeps the number of steps taken.</summary>
    public void KeepSteps() => _steps = State.Steps;

    /// <summary>Goes back to the number of steps kept.</summary>
    public void RestoreSteps() => State.Steps = _steps;

    private static Span<float> Moments(HalfTensor kept, Span<float> expanded) => kept.Length > 0 ? expanded : default;

    private static void TakeOver(ComputeContext context, HalfTensor to, float[][] moments, int index)
    {
        if (moments[index].Length > 0)
        {
            to.Store(context, moments[index], null);
        }
    }
}
