using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>Images, each with its class; they have no columns.</summary>
internal abstract class ImageData(string path) : InputData(path)
{
    public override bool HasColumns => false;

    public override IReadOnlyList<string> ClassNames(LabelSource source)
        => [.. Classes(source).Distinct().Order().Select(NameOf)];

    public override int[] Labels(LabelSource source, IReadOnlyList<string> names)
    {
        Dictionary<string, int> places = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        return [.. Classes(source).Select(label => places.TryGetValue(NameOf(label), out int place)
            ? place
            : throw new InputException($"The labels of '{Path}' hold the class '{NameOf(label)}', which the model does not know."))];
    }

    public override float[] Values(LabelSource source)
        => throw new InputException($"--target names a column of a table, and '{Path}' holds images, which have classes.");

    public override float[]? Weights(LabelSource source) => !source.Unused.Any()
        ? null
        : throw new InputException($"{(source.Weight is null ? "--drop" : "--weight")} names columns of a table, and '{Path}' holds images.");

    public override void CheckFits(InputEncoding encoding)
    {
        ImageShape? shape = ImageEncoding.ShapeOf(encoding);
        if (shape is null)
        {
            string took = encoding is TableEncoding ? "was trained on a table" : $"takes {encoding.Width} features as they are";
            throw new InputException($"The model {took}, and '{Path}' holds images.");
        }

        if (shape.Channels != Channels)
        {
            throw new InputException($"The model was trained on images of {Output.Format.Of(shape.Channels, "channel", "channels")}, and those of '{Path}' have {Channels}.");
        }
    }

    /// <summary>Values a pixel.</summary>
    protected abstract int Channels { get; }

    /// <summary>The class of each image.</summary>
    protected byte[] Classes(LabelSource source) => source.Column is null
        ? ReadClasses(source)
        : throw new InputException($"--label names a column of a table, and '{Path}' holds images; leave it out{LabelsHint}.");

    /// <summary>What a class is called.</summary>
    protected abstract string NameOf(byte label);

    /// <summary>The class of each image, from where the source says.</summary>
    protected abstract byte[] ReadClasses(LabelSource source);

    /// <summary>What to do in place of naming a column; the end of a sentence.</summary>
    protected abstract string LabelsHint { get; }
}
