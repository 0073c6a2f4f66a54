using System.Runtime.ExceptionServices;

namespace SigProp.Training;

/// <summary>The rows of a stream that are learned from, in order, pass after pass. A thread of its own may read ahead, by a bounded number of
/// blocks; rows and their order are the same.</summary>
internal sealed class RowFeed : IDisposable
{
    private const int Blocks = 3;
    private const int MostRows = 1024;
    private const int LeastRows = 16;
    private const int FloatsInBlock = 1 << 18;

    private readonly StreamRows _rows;
    private readonly RowBlock[] _blocks;
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SemaphoreSlim _free = new(0);
    private RowPass? _pass;
    private Thread? _reader;
    private volatile bool _stop;
    private Exception? _failure;
    private int _block;
    private int _next;

    /// <param name="rows">The rows.</param>
    /// <param name="readAhead">Whether another thread reads ahead.</param>
    public RowFeed(StreamRows rows, bool readAhead)
    {
        _rows = rows;
        int size = (int)Math.Min(Math.Clamp(FloatsInBlock / rows.Stream.Width, LeastRows, MostRows), Math.Max(1, rows.Facts.AllRows));
        _blocks = readAhead ? [.. Enumerable.Range(0, Blocks).Select(_ => new RowBlock(size, rows.Stream.Width, rows.Stream.Outputs))] : [];
    }

    /// <summary>Begins a pass; one that is under way ends.</summary>
    public void Start()
    {
        Stop();
        _pass = new RowPass(_rows.Stream, _rows.Facts.AllRows);
        if (_blocks.Length > 0)
        {
            (_block, _next, _failure, _stop) = (-1, 0, null, false);
            Drain(_filled);
            Drain(_free);
            _free.Release(Blocks);
            _reader = new Thread(ReadAhead) { IsBackground = true, Name = "SigProp reader" };
            _reader.Start();
        }
    }

    /// <summary>Reads the next row to learn from into a place of a block.</summary>
    /// <returns>False at the end of the pass.</returns>
    public bool Read(RowBlock block, int index)
    {
        if (_blocks.Length == 0)
        {
            return ReadKept(block, index);
        }

        if (_block < 0 || _next == _blocks[_block].Count)
        {
            if (!NextBlock())
            {
                return false;
            }
        }

        _blocks[_block].CopyTo(_next++, block, index);
        return true;
    }

    /// <summary>Ends the pass, and the thread that reads ahead.</summary>
    public void Stop()
    {
        if (_reader is not null)
        {
            _stop = true;
            _free.Release();
            _reader.Join();
            _reader = null;
        }

        _pass?.Dispose();
        _pass = null;
    }

    public void Dispose()
    {
        Stop();
        _filled.Dispose();
        _free.Dispose();
    }

    private static void Drain(SemaphoreSlim semaphore)
    {
        while (semaphore.Wait(0))
        {
        }
    }

    // A block with fewer rows than it has room for is the last one; an empty one may follow.
    private bool NextBlock()
    {
        if (_block >= 0)
        {
            if (_blocks[_block].Count < _blocks[_block].Capacity)
            {
                return false;
            }

            _free.Release();
        }

        _filled.Wait();
        _block = (_block + 1) % Blocks;
        _next = 0;
        if (_blocks[_block].Count == 0 && _failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return _blocks[_block].Count > 0;
    }

    private void ReadAhead()
    {
        for (int i = 0; ; i = (i + 1) % Blocks)
        {
            _free.Wait();
            RowBlock block = _blocks[i];
            block.Count = 0;
            bool more = true;
            try
            {
                while (more && !_stop && block.Count < block.Capacity)
                {
                    more = ReadKept(block, block.Count);
                    block.Count += more ? 1 : 0;
                }
            }
            catch (Exception exception)
            {
                // The rows before it will not be learned from either: the run ends here.
                block.Count = 0;
                _failure = exception;
                more = false;
            }

            _filled.Release();
            if (!more || _stop)
            {
                return;
            }
        }
    }

    private bool ReadKept(RowBlock block, int index)
    {
        while (_pass!.Read(block, index))
        {
            if (!_rows.HeldOut.Contains(block.Numbers[index]))
            {
                return true;
            }
        }

        return false;
    }
}
