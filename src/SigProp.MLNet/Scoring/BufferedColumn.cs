using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>The values of one column of the input in the rows of a batch.</summary>
internal abstract class BufferedColumn
{
    private static readonly MethodInfo s_vector = Method(nameof(OfVectors)), s_value = Method(nameof(OfValues));

    /// <summary>The ValueGetter of the column.</summary>
    public abstract Delegate Getter { get; }

    /// <summary>Makes room for so many rows; what was held is lost.</summary>
    public abstract void Reserve(int rows);

    /// <summary>Keeps the value of the row that the input is at.</summary>
    /// <returns>False where there is an error in its place, which is thrown where the value is asked for.</returns>
    public abstract bool Capture(int index);

    /// <summary>Makes room for the values of a column of any type.</summary>
    /// <param name="input">The cursor that reads the input.</param>
    /// <param name="column">The column.</param>
    /// <param name="current">Says which row is asked for.</param>
    public static BufferedColumn Create(DataViewRow input, DataViewSchema.Column column, Func<int> current)
        => (BufferedColumn)(column.Type is VectorDataViewType vector
            ? s_vector.MakeGenericMethod(vector.ItemType.RawType)
            : s_value.MakeGenericMethod(column.Type.RawType)).Invoke(null, [input, column, current])!;

    private static BufferedColumn OfValues<T>(DataViewRow input, DataViewSchema.Column column, Func<int> current)
        => new Buffered<T>(input.GetGetter<T>(column), current, (in kept, ref value) => value = kept, isOverwritten: false);

    // What a getter has filled is its caller's; what is handed out must be the next caller's own.
    private static BufferedColumn OfVectors<T>(DataViewRow input, DataViewSchema.Column column, Func<int> current)
        => new Buffered<VBuffer<T>>(input.GetGetter<VBuffer<T>>(column), current, (in kept, ref value) => kept.CopyTo(ref value), isOverwritten: true);

    private static MethodInfo Method(string name) => typeof(BufferedColumn).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private delegate void Copier<T>(in T kept, ref T value);

    private sealed class Buffered<T> : BufferedColumn
    {
        private readonly ValueGetter<T> _read;
        private readonly bool _isOverwritten;
        private T[] _values = [];
        private ExceptionDispatchInfo?[] _faults = [];

        /// <param name="read">Reads the input.</param>
        /// <param name="current">Says which row is asked for.</param>
        /// <param name="copy">Makes a caller's value of a kept one.</param>
        /// <param name="isOverwritten">Whether the room of an old value serves for a new one. An object that has been handed out, as an image, must
        /// not be given back to be filled or disposed of.</param>
        public Buffered(ValueGetter<T> read, Func<int> current, Copier<T> copy, bool isOverwritten)
        {
            _read = read;
            _isOverwritten = isOverwritten;
            ValueGetter<T> getter = (ref T value) =>
            {
                int index = current();
                _faults[index]?.Throw();
                copy(in _values[index], ref value);
            };
            Getter = getter;
        }

        public override Delegate Getter { get; }

        public override void Reserve(int rows)
        {
            Array.Resize(ref _values, rows);
            _faults = new ExceptionDispatchInfo?[rows];
        }

        public override bool Capture(int index)
        {
            _faults[index] = null;
            try
            {
                if (!_isOverwritten)
                {
                    _values[index] = default!;
                }

                _read(ref _values[index]);
                return true;
            }
#pragma warning disable CA1031 // Whatever the input throws is thrown again for the row that it was thrown for.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _faults[index] = ExceptionDispatchInfo.Capture(exception);
                return false;
            }
        }
    }
}
