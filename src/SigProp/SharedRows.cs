using System.Runtime.ExceptionServices;

namespace SigProp;

/// <summary>Shares the rows of one call among threads, block by block.</summary>
/// <remarks>The caller works along with threads of the system's pool, and waits only for those that have begun: in a process whose threads are
/// all busy, as a server's are, a call is done by its caller alone. A row's bits do not depend on its block.</remarks>
internal sealed class SharedRows<TBlock>
    where TBlock : struct, IRowBlock
{
    /// <summary>Multiplications that a thread must at least have to do: well above what it takes to wake one.</summary>
    private const long LeastShare = 1 << 24;

    /// <summary>Up to so many blocks a thread they are cut evenly: the last ones would hold the others up.</summary>
    private const int FewBlocks = 8;

    private readonly Network _network;
    private readonly TBlock _block;
    private readonly int _rows;
    private readonly int _blockRows;
    private readonly int _blocks;
    private readonly Lock _lock = new();
    private ExceptionDispatchInfo? _failure;
    private int _failed = int.MaxValue;
    private int _next;

    private SharedRows(Network network, int rows, int blockRows, in TBlock block)
    {
        _network = network;
        _block = block;
        _rows = rows;
        _blockRows = blockRows;
        _blocks = (int)(((long)rows + blockRows - 1) / blockRows);
    }

    /// <summary>Does all rows. Where a block throws, those before it are done, those after it perhaps, and the first one's exception is thrown.</summary>
    public static void Run(Network network, int rows, in TBlock block)
    {
        Inference inference = network.TakeInference();
        int most = inference.MaxRows;
        int threads = (int)Math.Min(network.PredictionThreads, rows * (double)network.MultiplicationsOfRow / LeastShare);
        if (threads > 1 && rows > 1)
        {
            network.Return(inference);
            new SharedRows<TBlock>(network, rows, BlockRows(rows, most, threads), block).Run(threads);
            return;
        }

        for (int first = 0; first < rows; first += most)
        {
            block.Execute(inference, first, Math.Min(most, rows - first));
        }

        network.Return(inference);
    }

    private static int BlockRows(int rows, int most, int threads)
    {
        int blocks = (rows - 1) / most / threads * threads;
        return blocks >= FewBlocks * threads ? most : ((rows - 1) / Math.Min(rows, blocks + threads)) + 1;
    }

    private void Run(int threads)
    {
        threads = Math.Min(threads, _blocks);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => DoBlocks());
        _failure?.Throw();
    }

    private void DoBlocks()
    {
        int index = Interlocked.Increment(ref _next) - 1;
        if (index >= _blocks)
        {
            return;
        }

        Inference inference = _network.TakeInference();
        for (; index < _blocks; index = Interlocked.Increment(ref _next) - 1)
        {
            int first = index * _blockRows;
            try
            {
                _block.Execute(inference, first, Math.Min(_blockRows, _rows - first));
            }
#pragma warning disable CA1031 // Whatever a block throws is thrown again by Run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fail(index, exception);
                return;
            }
        }

        _network.Return(inference);
    }

    // Blocks are handed out in order: those before the failed one have all been begun.
    private void Fail(int index, Exception exception)
    {
        lock (_lock)
        {
            if (index < _failed)
            {
                _failed = index;
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
        }

        Volatile.Write(ref _next, _blocks);
    }
}
