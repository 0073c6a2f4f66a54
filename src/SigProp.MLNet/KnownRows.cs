using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>What is known of rows before they are read, because others were before them: those that the network is trained on, or those that a previous model
/// was.</summary>
/// <param name="Width">Features of a row as it comes.</param>
/// <param name="ClassNames">What the classes are called; empty where labels are values.</param>
internal sealed record KnownRows(int Width, IReadOnlyList<string> ClassNames)
{
    /// <summary>Whether it is known from a previous model, and not from the training data.</summary>
    public bool IsOfModel { get; init; }

    /// <summary>Whether the previous model may get more classes.</summary>
    public bool AddsClasses { get; init; }

    /// <summary>Of a previous model.</summary>
    public static KnownRows Of(Model model, bool addsClasses) => new((model.Encoding as FeatureEncoding)?.RawWidth ?? model.Network.InputWidth, model.ClassNames)
    {
        IsOfModel = true,
        AddsClasses = addsClasses,
    };

    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    public void CheckWidth(string column, string what, int width)
    {
        if (width != Width)
        {
            throw new ArgumentException($"The feature column '{column}' of the {what} data has {width} features; "
                + (IsOfModel ? $"the previous model takes {Width}." : $"that of the training data has {Width}."));
        }
    }

    /// <summary>The classes of a label column, given what its keys are called; null where they are those that will be found.</summary>
    /// <exception cref="ArgumentException">The keys are not the classes that are known.</exception>
    public IReadOnlyList<string>? Match(string column, string what, IReadOnlyList<string>? own)
    {
        if (!IsOfModel)
        {
            return own is null || own.SequenceEqual(ClassNames) ? ClassNames : throw new ArgumentException(
                $"The keys of the label column '{column}' of the {what} data are not those of the training data; transform both with the same, "
                + "fitted MapValueToKey.");
        }

        if (own is null)
        {
            return ClassNames.SequenceEqual(MLNet.ClassNames.Numbers(ClassNames.Count)) ? null : throw new ArgumentException(
                $"The label column '{column}' of the {what} data holds numbers, and the previous model's classes are keys, of which the first is "
                + $"'{ClassNames[0]}'; transform the data with the MapValueToKey that the model was trained with.");
        }

        if (own.Count < ClassNames.Count || !own.Take(ClassNames.Count).SequenceEqual(ClassNames))
        {
            throw new ArgumentException(
                $"The keys of the label column '{column}' of the {what} data are not those of the previous model; transform the data with the "
                + $"MapValueToKey that the model was trained with, whose keys begin with '{ClassNames[0]}'.");
        }

        Check(column, what, own.Count);
        return own;
    }

    /// <summary>The classes of whole numbers, given the largest one found.</summary>
    /// <exception cref="ArgumentException">The previous model knows fewer, and is to get no more.</exception>
    public IReadOnlyList<string> Match(string column, string what, float largest)
    {
        int count = Math.Max(ClassNames.Count, (int)largest + 1);
        Check(column, what, count);
        return MLNet.ClassNames.Numbers(count);
    }

    private void Check(string column, string what, int count)
    {
        if (count > ClassNames.Count && !AddsClasses)
        {
            throw new ArgumentException(
                $"The label column '{column}' of the {what} data has {count} classes, and the previous model knows {ClassNames.Count}; set AddClasses, where "
                + "the trainer has it, to add the others.");
        }
    }
}
