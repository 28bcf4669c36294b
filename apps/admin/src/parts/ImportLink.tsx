import { CellLink } from './CellLink';

/** "#12": the import that brought something, and the row of its file. */
export const ImportLink = ({ id, rowNo }: { id: number; rowNo?: number | null }) => (
  <>
    <CellLink to={`/imports/${id}`} aria-label={`Import ${id}`}>
      #{id}
    </CellLink>
    {rowNo ? `, row ${rowNo}` : ''}
  </>
);
