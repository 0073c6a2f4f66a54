using Microsoft.ML.Data;
using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>The rows of a data view that can be learned from, read by a new cursor in each pass and held nowhere.</summary>
/// <param name="data">The data, with its label and feature column.</param>
/// <param name="labels">Reads the labels.</param>
/// <param name="width">Features of a row of the data view.</param>
/// <param name="classNames">What the classes are called; empty where labels are values.</param>
/// <param name="encoding">How features are standardised; null where they are not.</param>
/// <param name="acceptsMissing">Whether features may be missing.</param>
/// <param name="poll">Called now and then; throws where reading is to end.</param>
internal sealed class DataViewSource(
    RoleMappedData data, LabelReader labels, int width, IReadOnlyList<string> classNames, FeatureEncoding? encoding, bool acceptsMissing,
    Action poll) : RowSource
{
    public override int Width => encoding?.Width ?? width;

    public override int ClassCount => labels.AreClasses ? classNames.Count : 0;

    public override int Outputs => labels.AreClasses ? 0 : 1;

    public override bool HasWeights => data.Schema.Weight is not null;

    public override RowCursor Open()
    {
        float limit = labels.AreClasses ? classNames.Count : float.PositiveInfinity;
        return new Cursor(new UsableRows(data, labels, limit, acceptsMissing, poll), labels.AreClasses, encoding, width);
    }

    private sealed class Cursor(UsableRows rows, bool areClasses, FeatureEncoding? encoding, int width) : RowCursor
    {
        private readonly float[] _raw = new float[width];

        public override bool Read(in RowSlot row)
        {
            if (!rows.MoveNext())
            {
                return false;
            }

            if (encoding is null)
            {
                rows.Features.CopyTo(row.Features);
            }
            else
            {
                rows.Features.CopyTo(_raw);
                encoding.Encode(_raw, row.Features);
            }

            row.Weight = rows.Weight;
            if (areClasses)
            {
                row.Label = (int)rows.Label;
            }
            else
            {
                row.Values[0] = rows.Label;
            }

            return true;
        }

        protected override void Dispose(bool disposing)
        {
            rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
