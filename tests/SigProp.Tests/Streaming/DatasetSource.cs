using SigProp.Data;

namespace SigProp.Tests.Streaming;

/// <summary>The rows of a data set, as a source gives them.</summary>
internal sealed class DatasetSource(Dataset data) : RowSource
{
    /// <summary>Passes begun and not ended.</summary>
    public int Opened { get; private set; }

    /// <summary>Passes begun.</summary>
    public int Passes { get; private set; }

    /// <summary>Rows in a pass, by its number from 1.</summary>
    public Func<int, int> RowsInPass { get; init; } = _ => data.Count;

    /// <summary>Told the pass and the row before it is read.</summary>
    public Action<int, int> Before { get; init; } = (_, _) => { };

    public override int Width => data.Width;

    public override int ClassCount => data.ClassCount;

    public override int Outputs => data.Outputs;

    public override bool HasWeights => data.HasWeights;

    public override RowCursor Open()
    {
        Opened++;
        return new Cursor(this, data, ++Passes);
    }

    private sealed class Cursor(DatasetSource source, Dataset data, int pass) : RowCursor
    {
        private int _next;

        public override bool Read(in RowSlot row)
        {
            source.Before(pass, _next);
            if (_next == source.RowsInPass(pass))
            {
                return false;
            }

            int index = _next++ % data.Count;
            data.Row(index).CopyTo(row.Features);
            if (data.IsRegression)
            {
                data.Values(index).CopyTo(row.Values);
            }
            else
            {
                row.Label = data.Label(index);
            }

            row.Weight = data.Weight(index);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            source.Opened--;
            base.Dispose(disposing);
        }
    }
}
