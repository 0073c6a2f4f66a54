using System.Collections.Concurrent;
using SigProp.Continuous;
using SigProp.Numerics;

namespace SigProp;

public sealed partial class Network
{
    private readonly ConcurrentBag<Inference> _idle = [];
    private PackedMatrices? _packed;
    private PackedStates? _packedStates;
    private int _predictionThreads = Environment.ProcessorCount;

    /// <summary>How many threads may share the rows of one call to predict, the caller's among them; by default as many as there are processors. Has no
    /// bearing on the answers, and is not saved.</summary>
    /// <remarks>
    /// <para>A call of few rows, less than about a millisecond's work, is always done by its caller alone. One of many rows borrows threads
    /// of the system's pool (<see cref="ThreadPool"/>) that have nothing better to do, and never waits for one that has not begun: a server that
    /// predicts on many threads already is not slowed by more. Set 1 where a call must stay on its caller's thread.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int PredictionThreads
    {
        get => _predictionThreads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _predictionThreads = value;
        }
    }

    /// <summary>About how many multiplications a row costs.</summary>
    internal long MultiplicationsOfRow { get; }

    /// <summary>Buffers for the calling thread, with the parameters packed as they are now; to be handed back by <see cref="Return"/>.</summary>
    internal Inference TakeInference()
    {
        Inference inference = _idle.TryTake(out Inference? idle) ? idle : new Inference(this, new ComputeContext(1));
        inference.Constants = Volatile.Read(ref _packed) ?? Pack();
        return inference;
    }

    /// <summary>Hands buffers back.</summary>
    internal void Return(Inference inference)
    {
        inference.Constants = null;
        _idle.Add(inference);
    }

    /// <summary>To be called when parameters have changed: what was packed of them is out of date.</summary>
    internal void ForgetPacked()
    {
        Volatile.Write(ref _packed, null);
        Volatile.Write(ref _packedStates, null);
    }

    /// <summary>The weights between the states of a continuous network, packed as they are now.</summary>
    internal PackedStates PackedStates(GemmKernel kernel)
    {
        PackedStates? packed = Volatile.Read(ref _packedStates);
        if (packed is null)
        {
            var own = new PackedStates(Coupled!, kernel);
            packed = Interlocked.CompareExchange(ref _packedStates, own, null) ?? own;
        }

        return packed;
    }

    private PackedMatrices Pack()
    {
        var packed = new PackedMatrices([.. Leaves.Where(l => l.IsWeight).Select(l => l.View), .. ClassTargets]);
        return Interlocked.CompareExchange(ref _packed, packed, null) ?? packed;
    }

    private void Share<TBlock>(ReadOnlySpan<float> features, int rows, in TBlock block)
        where TBlock : struct, IRowBlock
    {
        try
        {
            SharedRows<TBlock>.Run(this, rows, block);
        }
        catch
        {
            block.Clear(rows);

            // Of several errors the features' comes first, and names the place among all rows.
            Guard.AllFinite(features, "features", InputWidth);
            throw;
        }
    }

    private static long CountMultiplications(Network network) => network.Coupled?.MultiplicationsOfRow ?? network.Head.Parameters.Where(p => p.IsWeight).Sum(p => (long)p.Length)
        + network.Layers.Sum(l => (long)l.Passes * l.OutputShape.Positions * l.Parameters.Where(p => p.IsWeight).Sum(p => (long)p.Length));
}
