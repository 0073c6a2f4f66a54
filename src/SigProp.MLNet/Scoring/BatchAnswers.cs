using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>A model's answers to a batch of rows, which one call of the network makes when the first of them is asked for. A row alone is a batch
/// of one, so that all ways to score give the same bits. Each cursor has one of its own.</summary>
/// <param name="row">Room for a row on its way into the network.</param>
internal abstract class BatchAnswers(EncodedRow row)
{
    private readonly int _width = row.Width;
    private float[] _features = new float[row.Width];

    // Where a row's features are among those that the network is given; -1 where it has no answer.
    private int[] _places = new int[1];
    private ExceptionDispatchInfo?[] _faults = new ExceptionDispatchInfo?[1];
    private int _rows;
    private int _count;
    private bool _isDone;

    /// <summary>Room for rows, of which there is always some for one.</summary>
    protected int Capacity { get; private set; } = 1;

    /// <summary>Makes room for so many rows; what was held is lost.</summary>
    public void Reserve(int rows)
    {
        Clear();
        _features = new float[(long)rows * _width];
        _places = new int[rows];
        _faults = new ExceptionDispatchInfo?[rows];
        Capacity = rows;
        Resize();
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Array.Clear(_faults, 0, _rows);
        _rows = _count = 0;
        _isDone = false;
    }

    /// <summary>Takes the only row.</summary>
    /// <exception cref="ArgumentException">The number of features is not the model's.</exception>
    public void Load(in VBuffer<float> features)
    {
        Clear();
        Add(in features);
    }

    /// <summary>Takes the next row.</summary>
    /// <exception cref="ArgumentException">The number of features is not the model's.</exception>
    public void Add(in VBuffer<float> features)
    {
        _places[_rows] = -1;
        if (row.TryLoad(in features, _features.AsSpan(_count * _width, _width)))
        {
            _places[_rows] = _count++;
        }

        _rows++;
    }

    /// <summary>Takes an error in place of the next row, to be thrown where its answer is asked for.</summary>
    public void AddFault(ExceptionDispatchInfo fault)
    {
        _places[_rows] = -1;
        _faults[_rows++] = fault;
    }

    /// <summary>Where a row's answer is; -1 where it has none, because a feature is NaN or infinite.</summary>
    protected int Find(int index)
    {
        if (!_isDone)
        {
            Answer();
            _isDone = true;
        }

        _faults[index]?.Throw();
        return _places[index];
    }

    /// <summary>Has the network answer rows that lie one after the other.</summary>
    /// <param name="features">The rows' features.</param>
    /// <param name="first">The place of the first answer.</param>
    /// <param name="count">Number of rows.</param>
    protected abstract void Predict(ReadOnlySpan<float> features, int first, int count);

    /// <summary>Makes room for the answers to <see cref="Capacity"/> rows.</summary>
    protected abstract void Resize();

    private void Answer()
    {
        try
        {
            if (_count > 0)
            {
                Predict(_features.AsSpan(0, _count * _width), 0, _count);
            }
        }
        catch (InvalidOperationException) when (_rows > 1)
        {
            // A row's scores overflow: the others have answers all the same.
            AnswerOneByOne();
        }
    }

    private void AnswerOneByOne()
    {
        for (int i = 0; i < _rows; i++)
        {
            int place = _places[i];
            if (place < 0)
            {
                continue;
            }

            try
            {
                Predict(_features.AsSpan(place * _width, _width), place, 1);
            }
            catch (InvalidOperationException exception)
            {
                _faults[i] = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
