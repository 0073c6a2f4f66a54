using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Data;
using SigProp.Spiking;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>The column of a layer's activations, of networks of every kind.</summary>
public sealed class EmbeddingTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Embedded
    {
        public float[] Embedding { get; set; } = [];
    }

    public static TheoryData<string> Kinds => ["layers", "images", "binary", "regression", "spikes", "spike rates", "states"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Holds_what_the_engine_gives_for_the_encoded_row(string kind)
    {
        IDataView data = Load();
        (ITransformer trained, Model model) = Train(kind, data);

        for (int layer = 1; layer <= model.Network.LayerCount; layer++)
        {
            SigPropEmbeddingTransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", trained, layer: layer).Fit(data);
            float[][] actual = [.. embedding.Transform(data).GetColumn<float[]>("Embedding")];

            Assert.Equal((layer, "Features", model.Network.EmbeddingWidth(layer)), (embedding.Layer, embedding.InputColumnName, embedding.Width));
            float[] expected = new float[embedding.Width], features = new float[4];
            foreach ((Blobs.Row row, int i) in Blobs.Rows().Select((row, i) => (row, i)).Take(20))
            {
                ((FeatureEncoding)model.Encoding!).Encode(row.Features, features);
                model.Network.Embed(features, expected, layer);
                Assert.Equal(expected, actual[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_promised_is_delivered(string kind)
    {
        IDataView data = Load();

        Schemas.AssertKeepsPromise(_context.Transforms.SigPropEmbedding("Embedding", Train(kind, data).Trained), data);
        Schemas.AssertKeepsPromise(_context.Transforms.SigPropEmbedding("Features", Train(kind, data).Trained), data);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Saved_and_loaded_it_is_the_same(string kind)
    {
        IDataView data = Load();
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Train(kind, data).Trained, layer: 1).Fit(data);

        ITransformer again = SaveAndLoad(SaveAndLoad(embedding, data), data);

        IDataView expected = embedding.Transform(data), actual = again.Transform(data);
        Assert.Equal(expected.GetColumn<float[]>("Embedding"), actual.GetColumn<float[]>("Embedding"));
        Assert.Equal(SlotNames(expected), SlotNames(actual));
        Assert.Equal(Schemas.Describe(Schemas.Shape(expected.Schema)), Schemas.Describe(Schemas.Shape(actual.Schema)));
        Assert.Equal(1, Assert.IsType<SigPropEmbeddingTransformer>(again).Layer);
    }

    [Fact]
    public void Bound_to_its_input_it_is_saved_too()
    {
        IDataView data = Load();
        SigPropEmbeddingTransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data);
        IDataView expected = embedding.Transform(data);

        // Without a factory of mappers ML.NET takes it to other data by saving and loading it.
        Type type = typeof(MLContext).Assembly.GetType("Microsoft.ML.Data.RowToRowMapperTransform")!;
        object bound = type.GetConstructors()[0].Invoke([_context, data, new EmbeddingMapper(embedding, data.Schema), null]);
        var actual = (IDataView)type.GetInterface("ITransformTemplate")!.GetMethod("ApplyToData")!.Invoke(bound, [_context, data])!;

        Assert.Equal(expected.GetColumn<float[]>("Embedding"), actual.GetColumn<float[]>("Embedding"));
    }

    [Fact]
    public void Slots_are_called_by_layer_and_place()
    {
        IDataView data = Load();

        Assert.Equal(["layer2.0", "layer2.1", "layer2.2"], SlotNames(Embed("layers", null)).Take(3));
        Assert.Equal(7, SlotNames(Embed("layers", null)).Length);
        Assert.Equal(["layer1.0.0.0", "layer1.0.0.1", "layer1.0.1.0", "layer1.0.1.1", "layer1.1.0.0"], SlotNames(Embed("images", 1)).Take(5));
        Assert.Equal("layer1.2.1.1", SlotNames(Embed("images", 1))[^1]);
        Assert.Equal("layer1.8", SlotNames(Embed("spikes", 1))[^1]);

        IDataView Embed(string kind, int? layer) => _context.Transforms.SigPropEmbedding("Embedding", Train(kind, data).Trained, layer: layer).Fit(data).Transform(data);
    }

    [Fact]
    public void The_model_may_be_given_in_any_form()
    {
        IDataView data = Load();
        var trained = Trainer().Fit(data);
        var chain = _context.Transforms.CopyColumns("Copy", "Features").Append(Trainer("Copy"))
            .Append(_context.Transforms.CopyColumns("Again", "Score")).Fit(data);
        var transforms = _context.Transforms;
        float[][] expected = Values(transforms.SigPropEmbedding("Embedding", trained).Fit(data), data);

        Assert.Equal(expected, Values(transforms.SigPropEmbedding("Embedding", trained.Model).Fit(data), data));
        Assert.Equal(expected, Values(transforms.SigPropEmbedding("Embedding", trained.Model.Model).Fit(data), data));
        Assert.Equal(expected, Values(transforms.SigPropEmbedding("Embedding", chain, "Features").Fit(data), data));
        Assert.Equal(expected, Values(transforms.SigPropEmbedding("Embedding", SaveAndLoad(chain, data), "Features").Fit(data), data));
        Assert.Equal("Copy", transforms.SigPropEmbedding("Embedding", chain).Fit(chain.Transform(data)).InputColumnName);
        Assert.Equal(expected, Values(transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data), data));
        Assert.Equal(expected, Values(transforms.SigPropEmbedding("Embedding", Trainer()).Append(transforms.CopyColumns("Copy", "Embedding")).Fit(data), data));
    }

    [Fact]
    public void Columns_alone_train_a_network_of_classes()
    {
        IDataView data = Load();

        SigPropEmbeddingTransformer embedding = _context.Transforms.SigPropEmbedding(
            "Embedding", "Features", "Key", hiddenLayers: [20, 5], epochs: 2, layer: 1).Fit(data);

        Assert.Equal((20, 3, 2), (embedding.Width, embedding.Model.Network.ClassCount, embedding.Model.Training!.Epochs.Count));
        Assert.Equal(5, _context.Transforms.SigPropEmbedding("Embedding", "Features", "Key", [20, 5], 2).Fit(data, data).Width);
        Schemas.AssertKeepsPromise(_context.Transforms.SigPropEmbedding("Embedding", "Features", "Key", [20, 5], 2), data);
        Schemas.AssertKeepsPromise(_context.Transforms.SigPropEmbedding("Features", "Features", "Key", [20, 5], 2), data);
    }

    [Fact]
    public void Transform_needs_no_label()
    {
        IDataView data = Load();
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data);

        Assert.Equal(
            Values(embedding, data), Values(embedding, _context.Transforms.DropColumns("Key", "Name", "Number").Fit(data).Transform(data)));
    }

    [Fact]
    public void A_PredictionEngine_gives_what_the_batch_gives()
    {
        IDataView data = Load();
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data);
        float[][] batch = Values(embedding, data);
        using PredictionEngine<Blobs.Row, Embedded> engine = _context.Model.CreatePredictionEngine<Blobs.Row, Embedded>(embedding);

        foreach ((Blobs.Row row, int i) in Blobs.Rows().Select((row, i) => (row, i)).Take(20))
        {
            Assert.Equal(batch[i], engine.Predict(row).Embedding);
        }
    }

    [Fact]
    public void Rows_with_features_that_are_not_finite_are_NaN_and_leave_others_alone()
    {
        List<Blobs.Row> rows = Blobs.Rows();
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(Load());
        float[][] expected = Values(embedding, Blobs.Load(_context, rows));
        (rows[3].Features[1], rows[7].Features[0]) = (float.NaN, float.PositiveInfinity);

        float[][] actual = Values(embedding, Blobs.Load(_context, rows));

        Assert.All([.. actual[3], .. actual[7]], value => Assert.Equal(float.NaN, value));
        Assert.Equal(expected.Where((_, i) => i is not (3 or 7)), actual.Where((_, i) => i is not (3 or 7)));
    }

    [Fact]
    public void Sparse_rows_give_what_dense_ones_give()
    {
        IDataView data = Load();
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data);
        IDataView one = _context.Data.LoadFromEnumerable([new Sparse { Features = new VBuffer<float>(4, 1, [3f], [2]) }]);

        Assert.Equal(
            Values(embedding, Blobs.Load(_context, [new Blobs.Row { Features = [0, 0, 3, 0] }])), Values(embedding, one));
    }

    [Fact]
    public void Only_columns_that_are_asked_for_are_read()
    {
        IDataView data = Load();
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data);
        IDataView unreadable = _context.Transforms.CustomMapping<Blobs.Row, Unreadable>((_, _) => throw new InvalidOperationException("Read."), null)
            .Fit(data).Transform(data);

        Assert.Equal(300, embedding.Transform(unreadable).GetColumn<uint>("Key").Count());
        Assert.Contains("Read.", Assert.ThrowsAny<Exception>(() => Values(embedding, unreadable)).ToString());
        IRowToRowMapper mapper = embedding.GetRowToRowMapper(data.Schema);
        Assert.Equal(["Key"], mapper.GetDependencies([mapper.OutputSchema["Key"]]).Select(c => c.Name));
        Assert.Equal(["Features"], mapper.GetDependencies([mapper.OutputSchema["Embedding"]]).Select(c => c.Name));
    }

    [Fact]
    public void Read_in_parallel_it_is_what_one_thread_reads()
    {
        IDataView data = Blobs.Load(_context, Blobs.Rows(2000));
        ITransformer embedding = _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Fit(data);
        float[][] expected = Values(embedding, data);

        Parallel.For(0, 4, _ => Assert.Equal(expected, Values(embedding, data)));
    }

    private IDataView Load()
    {
        IDataView data = Blobs.Load(_context);
        return _context.Transforms.CustomMapping<Blobs.Row, Truth>((row, truth) => truth.IsAsh = row.Name == "ash", null).Fit(data).Transform(data);
    }

    private (ITransformer Trained, Model Model) Train(string kind, IDataView data)
    {
        int[] hidden = [9, 7];
        var trainers = _context.MulticlassClassification.Trainers;
        switch (kind)
        {
            case "layers":
                return Of(Trainer().Fit(data), t => t.Model.Model);
            case "images":
                return Of(trainers.SignalPropagation(new SignalPropagationTrainer.Options
                {
                    LabelColumnName = "Key",
                    Image = new ImageShape(1, 2, 2),
                    Layers = [new ConvolutionSpec(3), new PoolingSpec(PoolingKind.Max, 2), new DenseSpec(6)],
                    Epochs = 1,
                }).Fit(data), t => t.Model.Model);
            case "binary":
                return Of(_context.BinaryClassification.Trainers.SignalPropagation("IsAsh", hiddenLayers: hidden, epochs: 1).Fit(data), t => t.Model.Model);
            case "regression":
                return Of(_context.Regression.Trainers.SignalPropagation("Number", hiddenLayers: hidden, epochs: 1).Fit(data), t => t.Model.Model);
            case "spikes":
                return Of(trainers.SpikingSigProp("Key", hiddenLayers: hidden, epochs: 1).Fit(data), t => t.Model.Model);
            case "spike rates":
                return Of(trainers.SpikingSigProp(new SpikingSigPropTrainer.Options
                {
                    LabelColumnName = "Key",
                    HiddenLayers = hidden,
                    Epochs = 1,
                    Input = SpikingInput.PoissonRate,
                }).Fit(data), t => t.Model.Model);
            default:
                return Of(trainers.ContinuousEP("Key", hiddenLayers: hidden, epochs: 1).Fit(data), t => t.Model.Model);
        }

        static (ITransformer, Model) Of<T>(T trained, Func<T, Model> model)
            where T : ITransformer
            => (trained, model(trained));
    }

    private SignalPropagationTrainer Trainer(string features = "Features") => Blobs.Trainer(_context, "Key", features, o => o.HiddenLayers = [9, 7]);

    private static float[][] Values(ITransformer embedding, IDataView data) => [.. embedding.Transform(data).GetColumn<float[]>("Embedding")];

    private static string[] SlotNames(IDataView data)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Embedding"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return _context.Model.Load(stream, out _);
    }

    private sealed class Unreadable
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Sparse
    {
        [VectorType(4)]
        public VBuffer<float> Features { get; set; }
    }

    private sealed class Truth
    {
        public bool IsAsh { get; set; }
    }
}
