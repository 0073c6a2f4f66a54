namespace SigProp;

/// <summary>A fully connected layer: <c>dropout(f(normalise(x W^T + b)))</c>. Takes images too, as rows of all their values.</summary>
/// <param name="Units">Number of outputs, at least 1.</param>
public sealed record DenseSpec(int Units) : LearningLayerSpec
{
    internal override ImageShape OutputShape(ImageShape input) => ImageShape.Flat(Units);

    internal override void Validate(string where, List<string> errors)
    {
        if (Units < 1)
        {
            errors.Add($"{where}: Units is {Units}; a dense layer needs at least 1 unit.");
        }

        base.Validate(where, errors);
    }
}
