using System.Buffers;
using SigProp.Data;
using SigProp.Persistence;
using SigProp.Training;

namespace SigProp;

/// <summary>A trained network with everything that is needed to use it: how raw input becomes features, what the classes are called, and
/// how it was trained. This is what is saved and loaded.</summary>
public sealed class Model
{
    /// <summary>Puts a model together.</summary>
    /// <param name="network">The network.</param>
    /// <param name="classNames">What the classes are called, in order; as many as the network has, none for regression.</param>
    /// <param name="encoding">How raw input becomes features; null where the network is fed features as they are.</param>
    /// <param name="training">How the network was trained; null where that is not known.</param>
    /// <param name="state">What training needs to go on (<c>Trainer.TrainMore</c>); null (default) where it is over: the moments make a file up to
    /// three times as large.</param>
    /// <exception cref="ArgumentException">Names, encoding, state and network do not fit each other.</exception>
    public Model(
        Network network, IReadOnlyList<string> classNames, InputEncoding? encoding = null, TrainingReport? training = null,
        TrainingState? state = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count != network.ClassCount)
        {
            throw new ArgumentException($"The network has {network.ClassCount} classes; {classNames.Count} names were given.", nameof(classNames));
        }

        if (classNames.Contains(null!))
        {
            throw new ArgumentException("The name of a class is null; every class needs one.", nameof(classNames));
        }

        if (encoding is not null && encoding.Width != network.InputWidth)
        {
            throw new ArgumentException(
                $"The network takes {network.InputWidth} features; the encoding gives {encoding.Width}.", nameof(encoding));
        }

        if (state?.MisfitOf(network) is string misfit)
        {
            throw new ArgumentException(misfit, nameof(state));
        }

        Network = network;
        ClassNames = [.. classNames];
        Encoding = encoding;
        Training = training;
        State = state;
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>What the classes are called, in order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How raw input becomes features; null where the network is fed features as they are.</summary>
    public InputEncoding? Encoding { get; }

    /// <summary>How the network was trained; null where that is not known.</summary>
    public TrainingReport? Training { get; }

    /// <summary>What <c>Trainer.TrainMore</c> needs to go on training the network; null where that was not kept.</summary>
    public TrainingState? State { get; }

    /// <summary>Class probabilities of rows of raw features, which the model first encodes as it was trained: standardised, say. Any number of threads
    /// may predict at once.</summary>
    /// <param name="features">Rows of as many features as the encoding takes, or the network where there is none, one after the other.</param>
    /// <param name="probabilities">Takes a row of probabilities, one a class, for each row of features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The model reads tables or images; its <see cref="Encoding"/> makes features of them.</exception>
    public void Predict(ReadOnlySpan<float> features, Span<float> probabilities)
    {
        float[]? encoded = Encode(features, out int length);
        Network.Predict(encoded is null ? features : encoded.AsSpan(0, length), probabilities);
        Return(encoded);
    }

    /// <summary>The values that a regression predicts for rows of raw features, which the model first encodes as it was trained: standardised, say.</summary>
    /// <param name="features">Rows of as many features as the encoding takes, or the network where there is none, one after the other.</param>
    /// <param name="values">Takes a row of values, one an output, for each row of features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The model predicts classes, or it reads tables or images.</exception>
    public void PredictValues(ReadOnlySpan<float> features, Span<float> values)
    {
        float[]? encoded = Encode(features, out int length);
        Network.PredictValues(encoded is null ? features : encoded.AsSpan(0, length), values);
        Return(encoded);
    }

    /// <summary>Class probabilities of the rows of a table: a row of them, one a class, for each row.</summary>
    /// <exception cref="DataFormatException">A column is missing, or a cell of a numeric column is no number.</exception>
    /// <exception cref="InvalidOperationException">The model was not trained on a table.</exception>
    public float[] Predict(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Encoding is not TableEncoding encoding)
        {
            throw new InvalidOperationException("This model was not trained on a table.");
        }

        float[] probabilities = new float[checked(table.RowCount * Network.ClassCount)];
        Network.Predict(encoding.Encode(table), probabilities);
        return probabilities;
    }

    /// <summary>The values that a regression predicts for the rows of a table: a row of them, one an output, for each row.</summary>
    /// <exception cref="DataFormatException">A column is missing, or a cell of a numeric column is no number.</exception>
    /// <exception cref="InvalidOperationException">The model predicts classes, or was not trained on a table.</exception>
    public float[] PredictValues(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Encoding is not TableEncoding encoding)
        {
            throw new InvalidOperationException("This model was not trained on a table.");
        }

        float[] values = new float[checked(table.RowCount * Network.OutputCount)];
        Network.PredictValues(encoding.Encode(table), values);
        return values;
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is no model, is damaged, or comes from a newer version.</exception>
    public static Model Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Model model = ModelFormat.Read(stream, $"'{path}'");
        return stream.ReadByte() < 0
            ? model
            : throw new ModelFormatException($"'{path}' is damaged: there are bytes after the end of the model.");
    }

    /// <summary>Reads a model from a stream, and nothing after it.</summary>
    /// <remarks>No memory is made for what a damaged file claims to hold: loading takes at most 100 bytes for each byte of the file and 4 MiB. Where a
    /// stream cannot seek, tensors that are cut off are found missing only as they are read.</remarks>
    /// <exception cref="ModelFormatException">The stream holds no model, a damaged one, or one of a newer version.</exception>
    public static Model Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFormat.Read(stream, "The stream");
    }

    /// <summary>Writes a model file; a file of that name, or the one that a link of that name leads to, is replaced only once the new one
    /// is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    /// <exception cref="InvalidOperationException">A tensor or a moment holds NaN or infinity: the network has diverged.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        string full = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                ModelFormat.Write(this, stream);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(full))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(full));
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the model to a stream.</summary>
    /// <exception cref="InvalidOperationException">A tensor or a moment holds NaN or infinity: the network has diverged.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFormat.Write(this, stream);
    }

    /// <summary>Encoded features in a rented array; null where the model takes them as they are.</summary>
    private float[]? Encode(ReadOnlySpan<float> features, out int length)
    {
        length = features.Length;
        if (Encoding is null)
        {
            return null;
        }

        if (Encoding is not FeatureEncoding encoding)
        {
            throw new InvalidOperationException(
                $"This model reads rows by a {Encoding.GetType().Name}: encode them with it, then call Network.{(Network.Spec.IsRegression ? "PredictValues" : "Predict")}.");
        }

        if (features.Length % encoding.RawWidth != 0)
        {
            throw new ArgumentException($"{features.Length} values are not a whole number of rows of {encoding.RawWidth} features.", nameof(features));
        }

        length = checked(features.Length / encoding.RawWidth * encoding.Width);
        float[] encoded = ArrayPool<float>.Shared.Rent(length);
        encoding.Encode(features, encoded.AsSpan(0, length));
        return encoded;
    }

    private static void Return(float[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
