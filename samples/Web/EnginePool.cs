using System.Collections.Concurrent;
using Microsoft.ML;

namespace SigProp.Samples.Web;

/// <summary>Prediction engines of one model for any number of requests at once: an engine serves one request at a time, and making one takes
/// milliseconds. A new model takes the place of the old one while requests are under way.</summary>
internal sealed class EnginePool<TSource, TDestination>(MLContext context, ITransformer model)
    where TSource : class
    where TDestination : class, new()
{
    private Engines _current = new(context, model);

    /// <summary>Predicts, on any thread.</summary>
    public TDestination Predict(TSource source)
    {
        // What was taken from a model's engines goes back to them, even if there is a new model by then.
        Engines engines = Volatile.Read(ref _current);
        PredictionEngine<TSource, TDestination> engine = engines.Take();
        try
        {
            return engine.Predict(source);
        }
        finally
        {
            engines.Return(engine);
        }
    }

    /// <summary>Answers by <paramref name="newModel"/> from the next request on.</summary>
    public void Replace(ITransformer newModel) => Volatile.Write(ref _current, new Engines(context, newModel));

    private sealed class Engines(MLContext context, ITransformer model)
    {
        private readonly ConcurrentBag<PredictionEngine<TSource, TDestination>> _idle = [];

        public PredictionEngine<TSource, TDestination> Take() => _idle.TryTake(out PredictionEngine<TSource, TDestination>? engine)
            ? engine
            : context.Model.CreatePredictionEngine<TSource, TDestination>(model);

        public void Return(PredictionEngine<TSource, TDestination> engine) => _idle.Add(engine);
    }
}
