import type { Irregularity } from '@app/domain';
import { Box, Card, useMediaQuery, type Theme } from '@mui/material';
import { ListBase, useListContext } from 'react-admin';
import { ExportButton } from '../parts/export/ExportButton';
import { FilteredList } from '../parts/FilteredList';
import { NothingMatches } from '../parts/NothingMatches';
import { Page } from '../parts/Page';
import { AllClear } from './AllClear';
import { DecideAllBar } from './DecideAllBar';
import { IrregularityCards } from './IrregularityCards';
import { IrregularityDrawer } from './IrregularityDrawer';
import { IrregularityFilters } from './IrregularityFilters';
import { IrregularityTable } from './IrregularityTable';
import { KeysMenu } from './KeysMenu';
import { listedIrregularities } from './listedIrregularities';
import { RuleChips } from './RuleChips';
import { StatusChoice } from './StatusChoice';
import { TellWebhookButton } from './TellWebhookButton';
import { useInbox } from './useInbox';

const atFirst = { status: 'open' };
const shownAbove = ['status'];

/** An inbox of what looks wrong in purchase files: one after the other is decided on, by mouse or by single keys. */
export const IrregularityList = () => (
  <ListBase<Irregularity> perPage={25} sort={{ field: 'id', order: 'DESC' }} filterDefaultValues={atFirst} storeKey={false}>
    <Inbox />
  </ListBase>
);

function Inbox() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const { filterValues } = useListContext();
  const inbox = useInbox();
  const isOpenOnly = JSON.stringify(filterValues) === JSON.stringify(atFirst);
  const nothing = isOpenOnly ? <AllClear /> : <NothingMatches what="irregularities" except={shownAbove} />;
  return (
    <Page
      title="Irregularities"
      lead="What looks wrong in files of purchases. The rows are imported all the same."
      actions={
        <>
          <TellWebhookButton />
          <ExportButton of={listedIrregularities} />
        </>
      }
      width={2000}
    >
      <FilteredList
        of={listedIrregularities}
        search="Search what is said, customer, SKU"
        filters={<IrregularityFilters />}
        except={shownAbove}
        tools={!isPhone && <KeysMenu />}
        above={
          <Box sx={{ display: 'grid', gap: 1.5, mb: 2 }}>
            <div>
              <StatusChoice />
            </div>
            <RuleChips />
            <DecideAllBar />
          </Box>
        }
        empty={
          <Card>
            <AllClear />
          </Card>
        }
      >
        {isPhone ? <IrregularityCards empty={nothing} /> : <IrregularityTable empty={nothing} />}
      </FilteredList>
      <IrregularityDrawer inbox={inbox} />
    </Page>
  );
}
