namespace SigProp.Data;

/// <summary>The rows of a CSV file, read anew in each pass, so that the file may be larger than memory. Fields are parted by commas, semicolons or tabs,
/// the first line names the columns, and the file may be packed by gzip.</summary>
public sealed class TableSource : RowSource
{
    private readonly string _path;
    private readonly TableRoles _roles;

    /// <summary>Takes a file whose encoding and classes are known.</summary>
    /// <param name="path">The file; it can be read several times, as a pipe cannot, and does not change.</param>
    /// <param name="roles">What its columns are for.</param>
    /// <param name="encoding">How its rows become features.</param>
    /// <param name="classNames">What the classes are called, in order; none where numbers are predicted.</param>
    public TableSource(string path, TableRoles roles, TableEncoding encoding, IReadOnlyList<string> classNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(classNames);
        _path = path;
        _roles = roles;
        Encoding = encoding;
        ClassNames = [.. classNames];
    }

    /// <summary>How rows become features.</summary>
    public TableEncoding Encoding { get; }

    /// <summary>What the classes are called, in order; none where numbers are predicted.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Rows that <see cref="Fit"/> found; null where the encoding was given.</summary>
    public long? Rows { get; private init; }

    /// <inheritdoc/>
    public override int Width => Encoding.Width;

    /// <inheritdoc/>
    public override int ClassCount => ClassNames.Count;

    /// <inheritdoc/>
    public override int Outputs => _roles.OfNumbers ? 1 : 0;

    /// <inheritdoc/>
    public override bool HasWeights => _roles.Weight is not null;

    /// <summary>Learns from all rows of a file how they become features, as <see cref="TableEncoding.Fit(Table, string)"/> does in memory, and which classes
    /// there are; in one pass, or two where texts come after numbers in a column. Memory does not grow with the rows: of a column of texts the
    /// first 65,536 different ones are counted, and where nine of ten rows held another one until then it is left out as an id.</summary>
    /// <param name="path">The file; it can be read several times, as a pipe cannot, and does not change.</param>
    /// <param name="roles">What its columns are for.</param>
    /// <param name="progress">Told the rows read so far, now and then.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataFormatException">The file is no table, a row cannot be read, a column is missing, or no column can become a
    /// feature; the message names the line.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableSource Fit(string path, TableRoles roles, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(roles);
        var survey = new TableSurvey(path, roles, progress, cancellationToken);
        (TableEncoding encoding, IReadOnlyList<string> classNames) = survey.Learn();
        return new TableSource(path, roles, encoding, classNames) { Rows = survey.Rows };
    }

    /// <summary>The names of the classes in a file, in order.</summary>
    /// <inheritdoc cref="Fit"/>
    public static IReadOnlyList<string> ReadClassNames(string path, TableRoles roles, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(roles);
        return new TableSurvey(path, roles, null, cancellationToken).ClassNames();
    }

    /// <inheritdoc/>
    public override RowCursor Open() => new TableCursor(_path, _roles, Encoding, ClassNames);
}
