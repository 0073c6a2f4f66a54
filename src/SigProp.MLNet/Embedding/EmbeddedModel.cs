using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>The model of an embedding: where it comes from, and how it lies in ML.NET's file.</summary>
internal static class EmbeddedModel
{
    /// <summary>The last signal propagation model of a transformer or a chain of them, with the column of its features.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static (Model Model, string FeatureColumn) Of(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return Find(transformer) ?? throw new ArgumentException(
            $"A {transformer.GetType().Name} holds no network of this library; give what Fit of one of its trainers, or of a pipeline that ends with one, "
            + "has returned.", nameof(transformer));
    }

    /// <summary>The engine's model in the parameters that a trainer of this library makes.</summary>
    public static Model? Of(object parameters) => parameters switch
    {
        SignalPropagationModelParametersBase<VBuffer<float>> vectors => vectors.Model,
        SignalPropagationModelParametersBase<float> values => values.Model,
        _ => null,
    };

    /// <summary>Writes the length of a model and the model.</summary>
    public static void Write(Model model, BinaryWriter writer)
    {
        using var buffer = new MemoryStream();
        model.Save(buffer);
        writer.Write(buffer.Length);
        writer.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="FormatException">It is damaged, or was written by another.</exception>
    public static Model Read(IHost host, BinaryReader reader)
    {
        long end = reader.ReadInt64() + reader.BaseStream.Position;
        try
        {
            var model = Model.Load(reader.BaseStream);
            if (reader.BaseStream.Position == end && model.Encoding is null or FeatureEncoding)
            {
                return model;
            }
        }
        catch (ModelFormatException exception)
        {
            throw host.ExceptDecode(exception, $"The saved embedding cannot be read. {exception.Message}");
        }

        throw NotOurs(host);
    }

    /// <summary>What a file holds that <see cref="SigPropEmbeddingTransformer"/> does not write.</summary>
    public static Exception NotOurs(IHost host) => host.ExceptDecode("The saved embedding cannot be read: it was not written by this library.");

    private static (Model, string)? Find(ITransformer transformer) => transformer switch
    {
        ISingleFeaturePredictionTransformer<object> prediction when Of(prediction.Model) is Model model => (model, prediction.FeatureColumnName),
        IEnumerable<ITransformer> chain => chain.Reverse().Select(Find).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
